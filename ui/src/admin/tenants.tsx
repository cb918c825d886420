import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBuildingOff } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { SearchField } from './search-field';
import type { TenantsSearch } from './search';
import { TenantCard } from './tenant-card';

const route = getRouteApi('/signed-in/admin/orgs');

const tenantsQuery = (search: TenantsSearch) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'orgs', search],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/admin/orgs', { params: { query: { ...search, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** All organizations of the platform: what they have and use, their limits, and the way into them. */
export function Tenants() {
  const { t } = useLingui();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(tenantsQuery(search));
  const tenants = list.data?.pages.flatMap((page) => page.items) ?? [];
  // One field for both: only an address has an @.
  const look = (text: string) =>
    void navigate({ search: text.includes('@') ? { owner: text } : { q: text || undefined }, replace: true });
  return (
    <Stack gap="lg">
      <PageHead title={t`Organizations`} sub={<Trans>The newest first</Trans>} />
      <SearchField
        label={t`Search by name, id, or an owner's whole e-mail address`}
        value={search.q ?? search.owner ?? ''}
        onSearch={look}
      />
      {list.error !== null && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.error === null && list.data === undefined && <LoadingRows rows={4} />}
      {list.data !== undefined && tenants.length === 0 && !list.hasNextPage && (
        <Empty icon={IconBuildingOff} title={<Trans>No organization is called that</Trans>} />
      )}
      <Stack gap="md" role="list" aria-label={t`Organizations`}>
        {tenants.map((tenant) => (
          <TenantCard key={tenant.id} tenant={tenant} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Look further</Trans>
          </Button>
          {tenants.length === 0 && (
            <Text size="sm" c="dimmed" role="status">
              <Trans>None among those that were looked through so far.</Trans>
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}
