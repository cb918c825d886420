import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, AppShell, Burger, Group, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Navigate, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import { currentStanding, subscribe } from '../api/session';
import { LoadingPage } from '../parts/states';
import { AccountMenu } from './account-menu';
import { EntryBanner } from './entry-banner';
import { Navigation } from './navigation';
import { OfflineNotice } from './offline-notice';
import { OrgSwitcher } from './org-switcher';
import { useReader } from './use-reader';
import { useRouteFocus } from './use-route-focus';

/** What stands around every page of who is signed in. */
export function Shell() {
  const { t } = useLingui();
  const standing = useSyncExternalStore(subscribe, currentStanding);
  const location = useRouterState({ select: (state) => state.location });
  const { org } = useParams({ strict: false });
  const [open, { toggle, close }] = useDisclosure(false);
  useEffect(close, [location.pathname, close]);
  useReader();
  useRouteFocus();

  if (standing === 'out') return <Navigate to="/login" search={{ next: location.href }} />;
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open, desktop: false } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <Anchor href="#main" className="skip-link">
        <Trans>To the content</Trans>
      </Anchor>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group wrap="nowrap" gap="sm" miw={0}>
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              w={44}
              h={44}
              aria-label={open ? t`Close the menu` : t`Open the menu`}
              aria-expanded={open}
            />
            <Anchor component={Link} to="/" underline="never" fw={750} fz="lg" visibleFrom="xs">
              Convoke
            </Anchor>
            <Suspense>
              <OrgSwitcher current={org} />
            </Suspense>
          </Group>
          <Suspense>
            <AccountMenu />
          </Suspense>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t`Areas`}>
        <Suspense>
          <Navigation org={org} />
        </Suspense>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <VisuallyHidden aria-live="polite" id="announcements" />
        <OfflineNotice />
        <Suspense fallback={<LoadingPage />}>
          {org !== undefined && <EntryBanner org={org} />}
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
