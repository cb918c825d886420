import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Problem } from './api/problem';
import { onLeave } from './api/session';
import { router } from './router';
import { OverAll } from './shell/over-all';
import { contrast, theme } from './theme';

/** Tries of a question that was not answered; a refusal is not asked again. */
const TRIES_MAX = 2;

const queries = new QueryClient({
  defaultOptions: {
    // Offline, a change says at once that it was not made, rather than wait unseen.
    mutations: { networkMode: 'always' },
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < TRIES_MAX && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
  },
});

// Nothing that one of two users of a device has seen is shown to the other.
onLeave(() => queries.clear());

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider>
        <MantineProvider theme={theme} cssVariablesResolver={contrast} defaultColorScheme="auto">
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
            <OverAll />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  );
}
