import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orgQuery, orgsQuery } from '../orgs/use-org';

/** The org of the address, and the way to the others. */
export function OrgSwitcher({ current }: { current: string | undefined }) {
  const { t } = useLingui();
  const orgs = useQuery(orgsQuery).data?.orgs.filter((org) => org.archived_at == null) ?? [];
  // An admin of the platform may be in an org that is not among their own.
  const here = useQuery({ ...orgQuery(current ?? ''), enabled: current !== undefined }).data;
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          maw={{ base: 200, sm: 320 }}
          rightSection={<IconSelector size={16} aria-hidden />}
          aria-label={here === undefined ? t`Organizations` : t`Organization: ${here.name}`}
        >
          <Text truncate inherit c="var(--mantine-color-text)">
            {here?.name ?? <Trans>Organizations</Trans>}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {orgs.map((org) => (
          <Menu.Item
            key={org.id}
            renderRoot={(root) => <Link to="/o/$org/events" params={{ org: org.id }} {...root} />}
            rightSection={org.id === current ? <IconCheck size={16} aria-label={t`current`} /> : null}
          >
            {org.name}
          </Menu.Item>
        ))}
        {orgs.length > 0 && <Menu.Divider />}
        <Menu.Item renderRoot={(root) => <Link to="/orgs" {...root} />}>
          <Trans>All organizations</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
