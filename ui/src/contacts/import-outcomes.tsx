import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Box, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { api, body, type Schemas } from '../api/client';
import { count } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { VirtualRows } from '../parts/virtual-rows';
import { useNotice } from './import-notices';
import { Reasons } from './import-refusals';
import { moreOf } from './more';
import type { RowOutcome } from './search';
import { Section } from '../parts/section';

const route = getRouteApi('/signed-in/o/$org/import/$import');
/** Height of a row that was not measured yet, in pixels. */
const ROW_HEIGHT = 56;
const PAGE_ROWS = 200;

const resultsQuery = (org: string, id: string, result: RowOutcome | undefined) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'imports', id, 'results', result],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/imports/{import}/results', {
          params: {
            path: { org, import: id },
            query: { filter: result, limit: PAGE_ROWS, cursor: pageParam === '' ? undefined : pageParam },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // What a row came to does not change any more.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What became of the rows: all, or those that came to one thing. */
export function ImportOutcomes({ org, run }: { org: string; run: Schemas['Import'] }) {
  const { t } = useLingui();
  const { result } = route.useSearch();
  const navigate = route.useNavigate();
  const { results } = run;
  const choices: { value: RowOutcome | 'all'; label: string }[] = [
    { value: 'all', label: t`All (${count(run.rows_done)})` },
    { value: 'created', label: t`New (${count(results.created)})` },
    { value: 'same_phone', label: t`Same phone (${count(results.same_phone)})` },
    { value: 'same_email', label: t`Same e-mail (${count(results.same_email)})` },
    { value: 'refused', label: t`Not read (${count(results.refused)})` },
  ];
  const choose = (value: string | null) => {
    const chosen = choices.find((choice) => choice.value === value)?.value;
    void navigate({ search: chosen === undefined || chosen === 'all' ? {} : { result: chosen }, replace: true });
  };
  return (
    <Section title={t`Row by row`}>
      <Box visibleFrom="sm">
        <SegmentedControl aria-label={t`Which rows`} data={choices} value={result ?? 'all'} onChange={choose} mb="md" />
      </Box>
      <Box hiddenFrom="sm">
        <Select aria-label={t`Which rows`} data={choices} value={result ?? 'all'} onChange={choose} mb="md" />
      </Box>
      {run.state === 'done' ? (
        <Rows org={org} run={run} result={result} />
      ) : (
        <Text c="dimmed">
          <Trans>The rows are listed here when the import is done.</Trans>
        </Text>
      )}
    </Section>
  );
}

function Rows({ org, run, result }: { org: string; run: Schemas['Import']; result: RowOutcome | undefined }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(resultsQuery(org, run.id, result));
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const more = moreOf(query);
  const { fetchNextPage } = query;
  // A page may have no row of the kind and still lead on.
  const seeking = rows.length === 0 && more.has && !more.loading;
  useEffect(() => {
    if (seeking) void fetchNextPage();
  }, [seeking, fetchNextPage]);
  if (query.error !== null && rows.length === 0) return <Trouble error={query.error} retry={more.retry} />;
  if (query.isPending || (rows.length === 0 && more.has)) return <LoadingRows />;
  if (rows.length === 0) {
    return (
      <Text c="dimmed">
        <Trans>No row came to this.</Trans>
      </Text>
    );
  }
  return (
    <>
      <VirtualRows
        rows={rows}
        height={ROW_HEIGHT}
        keyOf={(row) => `${row.part}.${row.row}`}
        label={t`Rows of the file`}
        total={query.hasNextPage ? null : rows.length}
        more={more}
        ahead={200}
      >
        {(row) => <Outcome org={org} row={row} parts={run.parts} />}
      </VirtualRows>
      {query.error !== null && <Trouble error={query.error} retry={more.retry} />}
    </>
  );
}

function Outcome({ org, row, parts }: { org: string; row: Schemas['ImportRowResult']; parts: number }) {
  const { t } = useLingui();
  const notice = useNotice();
  const words = new Map([
    ['created', t`New contact`],
    ['same_phone', row.contact == null ? t`Same phone as row ${row.first_row}` : t`A contact has this phone`],
    ['same_email', row.contact == null ? t`Same e-mail as row ${row.first_row}` : t`A contact has this e-mail`],
    ['refused', t`No contact`],
  ]);
  const { contact } = row;
  return (
    <Group py={6} gap="md" align="baseline" mih={52}>
      <Text size="sm" fw={600} className="figures" miw={120}>
        {parts > 1 ? t`Part ${row.part + 1}, row ${row.row}, line ${row.line}` : t`Row ${row.row}, line ${row.line}`}
      </Text>
      <Stack gap={0} flex={1} miw={180}>
        <Text size="sm">{words.get(row.result) ?? row.result}</Text>
        <Reasons reasons={row.errors} />
        {row.notices.map((name) => (
          <Text key={name} size="sm" c="dimmed">
            {notice(name, 1)}
          </Text>
        ))}
      </Stack>
      {typeof contact === 'string' && (
        <Anchor
          size="sm"
          py={8}
          renderRoot={(root) => <Link to="/o/$org/contacts/$contact" params={{ org, contact }} preload={false} {...root} />}
        >
          <Trans>See the contact</Trans>
        </Anchor>
      )}
    </Group>
  );
}
