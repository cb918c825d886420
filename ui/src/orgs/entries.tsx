import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { Section } from '../parts/section';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { useOrg } from './use-org';

/** The admins of the platform who are in the org, or were lately. */
const entriesQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'entries'],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/orgs/{org}/entries', { params: { path: { org }, query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Who of the platform's admins entered the org in the last 30 days, how and why. */
export function Entries() {
  const { t } = useLingui();
  const org = useOrg();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(entriesQuery(org.id));
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={t`Visits by the platform`}
      sub={<Trans>Who runs the platform may enter to help, for 30 minutes and with a reason. You see it here, and owners get a mail.</Trans>}
    >
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={1} />}
      {data !== undefined && entries.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nobody entered in the last 30 days.</Trans>
        </Text>
      )}
      {entries.length > 0 && (
        <Stack gap="sm" role="list" aria-label={t`Visits by the platform`}>
          {entries.map((entry) => (
            <Row key={`${entry.admin} ${entry.since}`} entry={entry} />
          ))}
        </Stack>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          <Trans>Show older ones</Trans>
        </Button>
      )}
    </Section>
  );
}

function Row({ entry }: { entry: Schemas['PageOf_OrgEntryView']['items'][number] }) {
  return (
    <Stack role="listitem" gap={2}>
      <Group gap="xs">
        <Text fw={600}>{entry.admin_name ?? <Trans>An admin of the platform</Trans>}</Text>
        <Badge variant="light" color={entry.mode === 'acting' ? 'orange' : 'blue'}>
          {entry.mode === 'acting' ? <Trans>Could change</Trans> : <Trans>Looked only</Trans>}
        </Badge>
        {entry.live && (
          <Badge variant="light" color="grape">
            <Trans>Here now</Trans>
          </Badge>
        )}
      </Group>
      <Text size="sm">{entry.reason}</Text>
      <Text size="sm" c="dimmed">
        <Trans>
          <Moment at={entry.since} /> to <Moment at={entry.until} />
        </Trans>
      </Text>
    </Stack>
  );
}
