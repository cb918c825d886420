import { Trans } from '@lingui/react/macro';
import { Alert, Stack, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useEvent, useMayHere } from './event-queries';
import { SettingsForm } from './settings-form';

const SettingsActs = lazy(() => import('./settings-acts').then((views) => ({ default: views.SettingsActs })));

/** What the event is and how it fills; and what becomes of it as a whole. */
export function EventSettingsTab() {
  const event = useEvent();
  const may = useMayHere();
  return (
    <Stack gap="xl" maw={760}>
      <Stack gap="md">
        <Title order={2} size="h4">
          <Trans>What it is and how it fills</Trans>
        </Title>
        {!may('work') && (
          <Note>
            <Trans>You see the settings. Members of the organization change them.</Trans>
          </Note>
        )}
        {event.state === 'cancelled' && (
          <Note>
            <Trans>The event is cancelled: its settings stay as they are.</Trans>
          </Note>
        )}
        {/* Another event's form starts anew. */}
        <SettingsForm key={event.id} />
      </Stack>
      {may('work') && (
        <Stack gap="md">
          <Title order={2} size="h4">
            <Trans>The whole event</Trans>
          </Title>
          <Suspense>
            <SettingsActs />
          </Suspense>
        </Stack>
      )}
    </Stack>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
      {children}
    </Alert>
  );
}
