import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { useRoleWords } from '../orgs/role-words';
import { distance, Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { UserActs } from './user-acts';
import { UserBadges } from './user-badges';
import { SidePanel } from '../parts/dialog';

/** One user with what belongs to the account. */
const userQuery = (user: string) =>
  queryOptions({
    queryKey: ['admin', 'user', user],
    queryFn: () => body(api.GET('/v1/admin/users/{user}', { params: { path: { user } } })),
  });

/** One user, in a panel of its own. */
export function UserPanel({ user, onClose }: { user: string | undefined; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <SidePanel
      opened={user !== undefined}
      onClose={onClose}
      size="md"
      title={t`User`}
    >
      {user !== undefined && <Loaded user={user} />}
    </SidePanel>
  );
}

function Loaded({ user }: { user: string }) {
  const { data, error, refetch } = useQuery(userQuery(user));
  if (error !== null) return <Trouble error={error} retry={() => void refetch()} />;
  return data === undefined ? <LoadingRows rows={4} /> : <Detail user={data} />;
}

function Detail({ user }: { user: Schemas['UserDetail'] }) {
  return (
    <Stack>
      <Stack gap={2}>
        <Title order={3} size="h3">
          {user.name}
        </Title>
        <Text c="dimmed">{user.email}</Text>
        <UserBadges user={user} />
      </Stack>
      <Facts user={user} />
      <Orgs orgs={user.orgs} />
      <UserActs user={user} />
    </Stack>
  );
}

function Facts({ user }: { user: Schemas['UserDetail'] }) {
  return (
    <Table variant="vertical" layout="fixed">
      <Table.Tbody>
        {user.username != null && (
          <Table.Tr>
            <Table.Th w={140}>
              <Trans>Username</Trans>
            </Table.Th>
            <Table.Td>{user.username}</Table.Td>
          </Table.Tr>
        )}
        <Table.Tr>
          <Table.Th w={140}>
            <Trans>Registered</Trans>
          </Table.Th>
          <Table.Td>
            <Moment at={user.created_at} />
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>
            <Trans>Last seen</Trans>
          </Table.Th>
          <Table.Td>
            {user.last_seen_at == null ? <Trans>Signed in nowhere</Trans> : distance(user.last_seen_at)}
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>
            <Trans>Devices</Trans>
          </Table.Th>
          <Table.Td>{user.sessions}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}

function Orgs({ orgs }: { orgs: Schemas['UserDetail']['orgs'] }) {
  const role = useRoleWords();
  if (orgs.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>A member of no organization.</Trans>
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Title order={4} size="h5">
        <Trans>Organizations</Trans>
      </Title>
      {orgs.map((org) => (
        <Text key={org.org} size="sm">
          <Anchor inherit renderRoot={(root) => <Link to="/admin/orgs" search={{ q: org.org }} {...root} />}>
            {org.name}
          </Anchor>
          , {role(org.role)}
        </Text>
      ))}
    </Stack>
  );
}
