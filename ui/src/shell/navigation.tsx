import { useLingui } from '@lingui/react/macro';
import { Box, NavLink, Stack } from '@mantine/core';
import {
  IconAddressBook,
  IconBuildingCommunity,
  IconCalendarEvent,
  IconChartBar,
  IconHistory,
  IconListDetails,
  IconMessage,
  IconSettings,
  IconShieldCog,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { may, type Role } from '../orgs/rights';
import { meQuery, orgQuery } from '../orgs/use-org';

/** The areas of the org of the address; and of the platform, for who runs it. */
export function Navigation({ org }: { org: string | undefined }) {
  const { t } = useLingui();
  const me = useQuery(meQuery).data;
  const role = useQuery({ ...orgQuery(org ?? ''), enabled: org !== undefined }).data?.role as Role | undefined;
  const administers = role !== undefined && may({ org: role }, 'administer');
  return (
    <Box style={{ overflowY: 'auto' }}>
      <Stack gap={4}>
        {org !== undefined && (
          <>
            <Area to="/o/$org/events" org={org} label={t`Events`} icon={<IconCalendarEvent size={20} aria-hidden />} />
            <Area to="/o/$org/contacts" org={org} label={t`Contacts`} icon={<IconAddressBook size={20} aria-hidden />} />
            <Area to="/o/$org/lists" org={org} label={t`Lists`} icon={<IconListDetails size={20} aria-hidden />} />
            <Area to="/o/$org/messages" org={org} label={t`Messages`} icon={<IconMessage size={20} aria-hidden />} />
            <Area to="/o/$org/dashboard" org={org} label={t`Figures`} icon={<IconChartBar size={20} aria-hidden />} />
            <Area to="/o/$org/members" org={org} label={t`Members`} icon={<IconUsers size={20} aria-hidden />} />
            {administers && (
              <Area to="/o/$org/audit" org={org} label={t`History`} icon={<IconHistory size={20} aria-hidden />} />
            )}
            <Area to="/o/$org/settings" org={org} label={t`Settings`} icon={<IconSettings size={20} aria-hidden />} />
          </>
        )}
        {org === undefined && (
          <>
            <NavLink
              mih={44}
              renderRoot={(root) => (
                <Link to="/orgs" activeProps={{ 'data-active': true, 'aria-current': 'page' }} {...root} />
              )}
              label={t`Organizations`}
              leftSection={<IconBuildingCommunity size={20} aria-hidden />}
            />
            <NavLink
              mih={44}
              renderRoot={(root) => (
                <Link to="/account" activeProps={{ 'data-active': true, 'aria-current': 'page' }} {...root} />
              )}
              label={t`Your account`}
              leftSection={<IconUser size={20} aria-hidden />}
            />
          </>
        )}
        {me?.platform_admin && (
          <NavLink
            mih={44}
            renderRoot={(root) => (
              <Link to="/admin" activeProps={{ 'data-active': true, 'aria-current': 'page' }} {...root} />
            )}
            label={t`Platform`}
            leftSection={<IconShieldCog size={20} aria-hidden />}
          />
        )}
      </Stack>
    </Box>
  );
}

type OrgPath =
  | '/o/$org/events'
  | '/o/$org/contacts'
  | '/o/$org/lists'
  | '/o/$org/messages'
  | '/o/$org/dashboard'
  | '/o/$org/members'
  | '/o/$org/audit'
  | '/o/$org/settings';

function Area(props: { to: OrgPath; org: string; label: string; icon: ReactNode }) {
  return (
    <NavLink
      mih={44}
      renderRoot={(root) => (
        <Link
          to={props.to}
          params={{ org: props.org }}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          {...root}
        />
      )}
      label={props.label}
      leftSection={props.icon}
    />
  );
}
