import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { IconMessageOff, IconPlus } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../api/client';
import { useMay } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { VirtualRows } from '../parts/virtual-rows';
import { moreOf } from './more';
import { OptOutModal } from './opt-out-modal';
import { SuppressionRow } from './suppression-row';

const route = getRouteApi('/signed-in/o/$org/opted-out');
/** Height of a row that was not measured yet, in pixels. */
const ROW_HEIGHT = 76;

const suppressionsQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'suppressions'],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/suppressions', {
          params: { path: { org }, query: { limit: 200, cursor: pageParam === '' ? undefined : pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Phones and addresses that the organization does not write to. */
export function SuppressionsPage() {
  const { t } = useLingui();
  const { org } = route.useParams();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Anchor size="sm" display="inline-block" py={10} renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} {...root} />}>
        <Trans>All contacts</Trans>
      </Anchor>
      <PageHead
        title={t`Opted out`}
        sub={t`Nobody here gets a text from this organization, whatever list or event they are on.`}
      >
        {may('work') && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            <Trans>Opt somebody out</Trans>
          </Button>
        )}
      </PageHead>
      <OptedOut org={org} />
      <OptOutModal org={org} opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function OptedOut({ org }: { org: string }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(suppressionsQuery(org));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const more = moreOf(query);
  if (query.error !== null && rows.length === 0) return <Trouble error={query.error} retry={more.retry} />;
  if (query.isPending) return <LoadingRows />;
  if (rows.length === 0 && !query.hasNextPage) {
    return (
      <Empty icon={IconMessageOff} title={<Trans>Nobody has opted out</Trans>}>
        <Trans>Whoever answers a text with STOP is put here at once, and taken off by START.</Trans>
      </Empty>
    );
  }
  return (
    <>
      <VirtualRows
        rows={rows}
        height={ROW_HEIGHT}
        keyOf={(row) => row.recipient}
        label={t`Who has opted out`}
        total={query.hasNextPage ? null : rows.length}
        more={more}
      >
        {(row) => <SuppressionRow org={org} row={row} />}
      </VirtualRows>
      {query.error !== null && <Trouble error={query.error} retry={more.retry} />}
    </>
  );
}
