import { Trans, useLingui } from '@lingui/react/macro';
import { Card, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconLock } from '@tabler/icons-react';
import { membersQuery } from '../orgs/members-queries';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import styles from '../messages/log.module.css';
import { useMayHere, usePlace } from './event-queries';
import { TeamRow } from './team-row';
import { rolesQuery } from './team-queries';
import { EVENT_ROLES, useEventRoleWords } from './team-words';

/** Who may do more on this event than elsewhere in the organization. */
export function EventTeamTab() {
  const may = useMayHere();
  if (may('administer')) return <Team />;
  return (
    <Empty icon={IconLock} title={<Trans>Admins see this</Trans>}>
      <Trans>Admins of the organization or of this event give others a role on it.</Trans>
    </Empty>
  );
}

function Team() {
  const { t } = useLingui();
  const place = usePlace();
  const members = useQuery(membersQuery(place.org));
  const roles = useQuery(rolesQuery(place));
  if (members.data === undefined || roles.data === undefined) {
    const error = members.error ?? roles.error;
    if (error === null) return <LoadingRows rows={4} />;
    return <Trouble error={error} retry={() => void Promise.all([members.refetch(), roles.refetch()])} />;
  }
  const given = new Map(roles.data.roles.map(({ user, role }) => [user, role]));
  return (
    <Stack gap="lg" maw={860}>
      <RolesExplained />
      <Card withBorder padding={0} m={0} component="ul" className={styles.list} aria-label={t`Members and their roles on this event`}>
        {members.data.members.map((member) => (
          <TeamRow key={member.user} member={member} role={given.get(member.user) ?? ''} />
        ))}
      </Card>
    </Stack>
  );
}

function RolesExplained() {
  const words = useEventRoleWords();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        <Trans>Roles on this event</Trans>
      </Title>
      <Text c="dimmed" size="sm">
        <Trans>A role here adds to the role in the organization, on this event only.</Trans>
      </Text>
      <List size="sm" spacing={4}>
        {EVENT_ROLES.filter((role) => role !== '').map((role) => (
          <List.Item key={role}>
            <Text span inherit fw={600}>
              {words(role).words}
            </Text>
            : {words(role).adds}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
