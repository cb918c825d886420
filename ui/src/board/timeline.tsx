import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Card, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartLine, IconInfoCircle, IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { isRefused } from '../events/refused';
import { count, moment } from '../parts/moment';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { useEvent, usePlace } from './event-queries';
import { TimelineLegend } from './timeline-legend';
import { type Timeline, timelineQuery } from './timeline-query';
import { curvesOf, LINES, type Row, rowsOf } from './timeline-series';
import { useLineWords } from './timeline-words';

const TimelineChart = lazy(() => import('./timeline-chart').then((module) => ({ default: module.TimelineChart })));

/** How often a short list is read again while the event invites. */
const LIVE_MS = 10_000;
/** People above which it is read again only when somebody asks. */
const LIVE_PEOPLE_MAX = 400;

/** How the event filled: invitations and answers over time, as a chart and as a table. */
export function TimelineTab() {
  const { t } = useLingui();
  const event = useEvent();
  const found = useQuery({
    ...timelineQuery(usePlace()),
    refetchInterval: ({ state: { data, error } }) =>
      !isRefused(error) && event.state === 'active' && peopleOf(data) <= LIVE_PEOPLE_MAX ? LIVE_MS : false,
    refetchIntervalInBackground: false,
  });
  if (found.data === undefined) {
    return found.error === null ? <LoadingRows /> : <Trouble error={found.error} retry={() => found.refetch()} />;
  }
  if (peopleOf(found.data) === 0) {
    return (
      <Empty icon={IconChartLine} title={t`Nothing to draw yet`}>
        <Trans>As soon as the first invitation is sent, it shows here how the event fills.</Trans>
      </Empty>
    );
  }
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2} size="h4">
          <Trans>How it filled</Trans>
        </Title>
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={found.isFetching}
          onClick={() => found.refetch()}
        >
          <Trans>Look again</Trans>
        </Button>
      </Group>
      <Drawn timeline={found.data} />
    </Stack>
  );
}

function Drawn({ timeline }: { timeline: Timeline }) {
  const { t } = useLingui();
  const { zone } = useEvent();
  const { happenings, readAt } = timeline;
  const curves = useMemo(() => curvesOf(happenings, readAt), [happenings, readAt]);
  const rows = useMemo(() => rowsOf(happenings, readAt), [happenings, readAt]);
  return (
    <>
      {timeline.partial && (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
          <Trans>There is more than can be drawn at once: the latest part is shown.</Trans>
        </Alert>
      )}
      <Card withBorder padding="md" radius="lg">
        <Stack gap="sm">
          <TimelineLegend />
          <Suspense fallback={<Skeleton height={300} radius="md" />}>
            <TimelineChart curves={curves} zone={zone} label={t`Lines over time. The table below has the same figures.`} />
          </Suspense>
        </Stack>
      </Card>
      <Text size="sm" c="dimmed">
        <Trans>
          An answer stands where it was last given: whoever changed their mind counts once, at the time of the change.
        </Trans>
      </Text>
      <Figures rows={rows} zone={zone} />
    </>
  );
}

function Figures({ rows, zone }: { rows: readonly Row[]; zone: string }) {
  const { t } = useLingui();
  const words = useLineWords();
  return (
    <Table.ScrollContainer minWidth={520} type="native">
      <Table striped withTableBorder className="figures" aria-label={t`The same figures`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              <Trans>Until</Trans>
            </Table.Th>
            {LINES.map((line) => (
              <Table.Th key={line} scope="col" ta="end">
                {words(line)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ until, sums }) => (
            <Table.Tr key={until}>
              <Table.Th scope="row" fw={400}>
                {moment(new Date(until), zone)}
              </Table.Th>
              {LINES.map((line) => (
                <Table.Td key={line} ta="end">
                  {count(sums[line])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function peopleOf(timeline: Timeline | undefined): number {
  if (timeline === undefined) return 0;
  return LINES.reduce((sum, line) => sum + timeline.happenings[line].length, 0);
}
