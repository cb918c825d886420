import { Trans, useLingui } from '@lingui/react/macro';
import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Schemas } from '../api/client';
import { type Counts, countOf } from '../board/groups';
import { apart } from '../board/seats';
import { FillBar } from '../parts/fill-bar';
import { count, moment, Moment } from '../parts/moment';
import { EventState } from './event-state';

/** One event of the list: what, when, how full. Leads to its board. */
export function EventCard({ org, event }: { org: string; event: Schemas['ListedEvent'] }) {
  const title = useId();
  const { counts, seats } = event;
  const { confirmed, held } = apart({ ...seats, counts }, null);
  return (
    <Card
      withBorder
      padding="lg"
      radius="lg"
      h="100%"
      renderRoot={(root) => (
        <Link to="/o/$org/events/$event" params={{ org, event: event.id }} aria-labelledby={title} {...root} />
      )}
    >
      <Stack gap="md" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <Stack gap={2} miw={0}>
            <Title order={2} size="h4" id={title} style={{ overflowWrap: 'anywhere' }}>
              {event.name}
            </Title>
            <When event={event} />
          </Stack>
          <EventState event={event} />
        </Group>
        <Stack gap="md" mt="auto">
          <FillBar accepted={confirmed} held={held} capacity={seats.capacity ?? null} />
          <Figures counts={counts} />
          {event.purge_at && (
            <Text size="sm" c="var(--mantine-color-error)">
              <Trans>
                Deleted. It goes for good on <Moment at={event.purge_at} zone={event.zone} />.
              </Trans>
            </Text>
          )}
        </Stack>
      </Stack>
    </Card>
  );
}

/** The start, in the event's own zone; the zone is named where it is not the reader's. */
function When({ event }: { event: Schemas['ListedEvent'] }) {
  const { t } = useLingui();
  const abroad = Intl.DateTimeFormat().resolvedOptions().timeZone !== event.zone;
  return (
    <Text c="dimmed" size="sm" component="div">
      <time dateTime={event.starts_at} title={moment(event.starts_at, event.zone, 'long')}>
        {moment(event.starts_at, event.zone)}
      </time>
      {abroad && <span>{t` (${event.zone.replaceAll('_', ' ')})`}</span>}
    </Text>
  );
}

function Figures({ counts }: { counts: Counts }) {
  const figures = [
    { show: 'confirmed', words: <Trans>confirmed</Trans> },
    { show: 'asked', words: <Trans>asked</Trans> },
    { show: 'line', words: <Trans>in line</Trans> },
    { show: 'declined', words: <Trans>declined</Trans> },
  ] as const;
  return (
    <SimpleGrid cols={4} spacing="xs">
      {figures.map(({ show, words }) => (
        <Stack key={show} gap={0}>
          <Text fw={650} className="figures">
            {count(countOf(show, counts))}
          </Text>
          <Text size="xs" c="dimmed">
            {words}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}
