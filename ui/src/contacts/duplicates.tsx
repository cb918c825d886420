import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconArrowsJoin } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, body } from '../api/client';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { DuplicateGroup } from './duplicate-group';
import { moreOf } from './more';

const route = getRouteApi('/signed-in/o/$org/duplicates');

const duplicatesQuery = (org: string, by: 'name' | 'phone') =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'contacts', 'duplicates', by],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/contacts/duplicates', {
          params: { path: { org }, query: { by, cursor: pageParam === '' ? undefined : pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  });

/** Contacts that may be one person, to be made one. */
export function Duplicates() {
  const { t } = useLingui();
  const { org } = route.useParams();
  const { by } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <Anchor size="sm" display="inline-block" py={10} renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} {...root} />}>
        <Trans>All contacts</Trans>
      </Anchor>
      <PageHead title={t`Duplicates`} sub={t`Contacts that may be one person. Nothing is merged by itself.`} />
      <SegmentedControl
        aria-label={t`What they have in common`}
        mb="lg"
        value={by ?? 'name'}
        data={[
          { value: 'name', label: t`Same name` },
          { value: 'phone', label: t`Same phone or e-mail` },
        ]}
        onChange={(value) => void navigate({ search: value === 'phone' ? { by: 'phone' } : {}, replace: true })}
      />
      <Groups key={by} org={org} by={by ?? 'name'} />
    </>
  );
}

function Groups({ org, by }: { org: string; by: 'name' | 'phone' }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(duplicatesQuery(org, by));
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const groups = (query.data?.pages.flatMap((page) => page.items) ?? []).filter((group) => !done.has(keyOf(group)));
  const more = moreOf(query);
  const { fetchNextPage } = query;
  const seeking = groups.length === 0 && more.has && !more.loading;
  useEffect(() => {
    if (seeking) void fetchNextPage();
  }, [seeking, fetchNextPage]);
  if (query.error !== null && groups.length === 0) return <Trouble error={query.error} retry={more.retry} />;
  if (query.isPending || (groups.length === 0 && more.has)) return <LoadingRows />;
  if (groups.length === 0) {
    return (
      <Empty icon={IconArrowsJoin} title={<Trans>No duplicates</Trans>}>
        {by === 'name' ? (
          <Trans>No two contacts have the same name.</Trans>
        ) : (
          <Trans>Nobody's second phone or e-mail is another contact's.</Trans>
        )}
      </Empty>
    );
  }
  return (
    <Stack gap="lg">
      <Stack gap="lg" role="list" aria-label={t`Contacts that may be one person`}>
        {groups.map((group) => (
          <DuplicateGroup
            key={keyOf(group)}
            org={org}
            group={group}
            onDone={() => setDone((last) => new Set(last).add(keyOf(group)))}
          />
        ))}
      </Stack>
      {query.error !== null && <Trouble error={query.error} retry={more.retry} />}
      {more.has ? (
        <Button variant="default" loading={more.loading} onClick={more.load}>
          <Trans>Look further</Trans>
        </Button>
      ) : (
        !query.hasNextPage && (
          <Text c="dimmed" size="sm">
            <Trans>That is all.</Trans>
          </Text>
        )
      )}
    </Stack>
  );
}

function keyOf(group: { contacts: readonly { id: string }[] }): string {
  return group.contacts.map((one) => one.id).join(' ');
}
