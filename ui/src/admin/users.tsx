import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { SearchField } from './search-field';
import type { UserState } from './search';
import { UserBadges } from './user-badges';
import { UserPanel } from './user-panel';

const route = getRouteApi('/signed-in/admin/users');

/** Users whose address begins like that. */
const usersQuery = (email: string | undefined, state: UserState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'users', email, state],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/admin/users', { params: { query: { email, state, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** The one user with that username or id. */
const namedQuery = (q: string | undefined, state: UserState | undefined) =>
  queryOptions({
    queryKey: ['admin', 'user-named', q, state],
    queryFn: () => body(api.GET('/v1/admin/users', { params: { query: { q, state } } })),
    enabled: q !== undefined && !q.includes('@'),
  });

/** Everybody with an account. */
export function Users() {
  const { t } = useLingui();
  const { q, state, user } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(usersQuery(q, state));
  const named = useQuery(namedQuery(q, state)).data?.items ?? [];
  const listed = list.data?.pages.flatMap((page) => page.items) ?? [];
  const users = [...named, ...listed.filter(({ id }) => named.every((one) => one.id !== id))];
  return (
    <Stack gap="lg">
      <PageHead title={t`Users`} sub={<Trans>By e-mail address</Trans>} />
      <Group align="flex-end" gap="md">
        <SearchField
          label={t`Search by the beginning of the address, a username or an id`}
          value={q ?? ''}
          onSearch={(text) => void navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true })}
        />
        <Select
          label={t`Show`}
          value={state ?? 'all'}
         
          data={[
            { value: 'all', label: t`Everybody` },
            { value: 'active', label: t`Active` },
            { value: 'deactivated', label: t`Deactivated` },
            { value: 'admin', label: t`Platform admins` },
          ]}
          onChange={(chosen) =>
            void navigate({
              search: (before) => ({ ...before, state: chosen === 'all' ? undefined : (chosen as UserState) }),
            })
          }
        />
      </Group>
      {list.error !== null && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.error === null && list.data === undefined && <LoadingRows />}
      {list.data !== undefined && users.length === 0 && !list.hasNextPage && (
        <Empty icon={IconUserOff} title={<Trans>Nobody is called that</Trans>} />
      )}
      {users.length > 0 && (
        <Card withBorder padding={0} radius="lg">
          <Stack gap={0} role="list" aria-label={t`Users`}>
            {users.map((one) => (
              <Row
                key={one.id}
                user={one}
                onOpen={() => void navigate({ search: (before) => ({ ...before, user: one.id }) })}
              />
            ))}
          </Stack>
        </Card>
      )}
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Look further</Trans>
          </Button>
        </Group>
      )}
      <UserPanel
        user={user}
        onClose={() => void navigate({ search: (before) => ({ ...before, user: undefined }) })}
      />
    </Stack>
  );
}

function Row({ user, onOpen }: { user: Schemas['UserRow']; onOpen: () => void }) {
  return (
    <div role="listitem" className="row-line">
      <UnstyledButton px="md" py="sm" w="100%" mih={56} onClick={onOpen}>
        <Group justify="space-between" gap="xs">
          <Stack gap={0} miw={0}>
            <Text fw={600} truncate>
              {user.name}
            </Text>
            <Text size="sm" c="dimmed" truncate>
              {user.email}
              {user.username != null && <> · {user.username}</>}
            </Text>
          </Stack>
          <UserBadges user={user} />
        </Group>
      </UnstyledButton>
    </div>
  );
}
