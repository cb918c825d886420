import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Card, Divider, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FillBar } from '../parts/fill-bar';
import { count, Moment } from '../parts/moment';
import { useEvent, usePlace, useSeats, useStatus } from './event-queries';
import { countOf, type Show } from './groups';
import { NextUp } from './next-up';
import { useShowWords } from './status-words';

/** How full the event is, how many guests have answered what, and what happens next. */
export function Standing({ whole }: { whole: boolean }) {
  const status = useStatus();
  const { confirmed, held } = useSeats();
  const bar = <FillBar accepted={confirmed} held={held} capacity={status.capacity ?? null} size={whole ? 'lg' : 'sm'} />;
  if (!whole) return bar;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Card withBorder padding="lg">
        <Stack gap="sm">
          <Stack gap={6}>
            {bar}
            <Room />
          </Stack>
          <Divider />
          <Figures />
        </Stack>
      </Card>
      <NextUp />
    </SimpleGrid>
  );
}

function Room() {
  const { free, organizer_attends } = useStatus();
  return (
    <Text size="sm" c="dimmed">
      {free != null && <Plural value={free} _0="No seat is free." one="One seat is free." other="# seats are free." />}{' '}
      {organizer_attends && <Trans>One of the confirmed seats is the organizer's.</Trans>}
    </Text>
  );
}

const FIGURES: Show[] = ['confirmed', 'asked', 'line', 'waitlist', 'declined', 'silent'];

function Figures() {
  const { t } = useLingui();
  const place = usePlace();
  const status = useStatus();
  const words = useShowWords();
  return (
    <Stack gap="xs">
      <Group gap="lg" role="list" aria-label={t`Guests by answer`}>
        {FIGURES.map((show) => (
          <div key={show} role="listitem">
            <Anchor
              underline="never"
              c="inherit"
              renderRoot={(root) => (
                <Link to="/o/$org/events/$event" params={place} search={{ show: show === 'line' ? undefined : show }} {...root} />
              )}
            >
              <Text span display="block" fz={22} fw={650} lh={1.2} className="figures">
                {count(countOf(show, status.counts))}
              </Text>
              <Text span size="sm" c="dimmed">
                {words(show)}
              </Text>
            </Anchor>
          </div>
        ))}
      </Group>
      <Counted />
    </Stack>
  );
}

/** The counts are some seconds behind what guests do. */
function Counted() {
  const { zone } = useEvent();
  const at = useStatus().counted_at;
  if (at == null) return null;
  return (
    <Text size="xs" c="dimmed">
      <Trans>
        Counted <Moment at={at} zone={zone} />
      </Trans>
    </Text>
  );
}
