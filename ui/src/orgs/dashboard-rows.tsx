import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { dashboardRowsQuery } from './dashboard-query';
import { useFigureWords } from './figure-words';
import type { Figure, Period } from './search';
import { useDeliveryWords, usePurposeWords } from './state-words';
import { SidePanel } from '../parts/dialog';

/** The rows behind a figure, in a panel of their own. */
export function DashboardRows(props: { org: string; period: Period; figure: Figure | undefined; onClose: () => void }) {
  const words = useFigureWords();
  const { org, period, figure } = props;
  return (
    <SidePanel
      opened={figure !== undefined}
      onClose={props.onClose}
      size="lg"
      title={figure === undefined ? '' : words(figure)}
    >
      {figure !== undefined && <Rows org={org} period={period} figure={figure} />}
    </SidePanel>
  );
}

function Rows({ org, period, figure }: { org: string; period: Period; figure: Figure }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(dashboardRowsQuery(org, figure, period));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.data === undefined) {
    return list.error === null ? <LoadingRows /> : <Trouble error={list.error} retry={() => void list.refetch()} />;
  }
  return (
    <Stack>
      {rows.length === 0 && (
        <Text c="dimmed">
          <Trans>Nothing in this period.</Trans>
        </Text>
      )}
      {rows.length > 0 && (
        <Stack gap={0} role="list" aria-label={t`Rows`}>
          {rows.map((row, index) => (
            <Row key={`${row.at} ${row.message ?? row.invitee ?? index}`} row={row} org={org} />
          ))}
        </Stack>
      )}
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          <Trans>Show older ones</Trans>
        </Button>
      )}
    </Stack>
  );
}

function Row({ row, org }: { row: Schemas['DashboardRowView']; org: string }) {
  const purpose = usePurposeWords();
  const delivery = useDeliveryWords();
  const { event } = row;
  return (
    <Group role="listitem" justify="space-between" align="baseline" gap="xs" py="sm" className="row-line">
      <Stack gap={0} miw={0}>
        <Text fw={600}>{row.name || row.phone}</Text>
        {event != null && (
          <Anchor size="sm" renderRoot={(root) => <Link to="/o/$org/events/$event" params={{ org, event }} {...root} />}>
            {row.event_name}
          </Anchor>
        )}
        {row.purpose != null && (
          <Text size="sm" c="dimmed">
            {purpose(row.purpose)}
            {row.state != null && <>: {delivery(row.state)}</>}
          </Text>
        )}
      </Stack>
      <Text size="sm" c="dimmed">
        <Moment at={row.at} />
      </Text>
    </Group>
  );
}
