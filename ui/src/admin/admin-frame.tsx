import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { meQuery } from '../orgs/use-org';
import { Nowhere } from '../parts/trouble';

type AdminPath = '/admin' | '/admin/orgs' | '/admin/users' | '/admin/codes' | '/admin/settings' | '/admin/troubles';

/** What stands around the platform's pages. To everybody else they do not exist. */
export function AdminFrame() {
  const { t } = useLingui();
  if (!useSuspenseQuery(meQuery).data.platform_admin) return <Nowhere />;
  return (
    <Stack maw={1100} gap="lg">
      <Group component="nav" gap={4} aria-label={t`Platform`}>
        <Area to="/admin">
          <Trans>Figures</Trans>
        </Area>
        <Area to="/admin/orgs">
          <Trans>Organizations</Trans>
        </Area>
        <Area to="/admin/users">
          <Trans>Users</Trans>
        </Area>
        <Area to="/admin/codes">
          <Trans>Registration codes</Trans>
        </Area>
        <Area to="/admin/troubles">
          <Trans>Troubles</Trans>
        </Area>
        <Area to="/admin/settings">
          <Trans>Settings</Trans>
        </Area>
      </Group>
      <Outlet />
    </Stack>
  );
}

function Area({ to, children }: { to: AdminPath; children: ReactNode }) {
  return (
    <Button
      variant="subtle"
      size="sm"
      mih={44}
      px="sm"
      renderRoot={({ className, ...root }) => (
        <Link
          to={to}
          activeOptions={{ exact: to === '/admin', includeSearch: false }}
          activeProps={{ 'aria-current': 'page', className: `${className} active-area` }}
          inactiveProps={{ className }}
          {...root}
        />
      )}
    >
      {children}
    </Button>
  );
}
