import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client';
import { useEvent, usePlace } from '../board/event-queries';
import { Moment } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import styles from './log.module.css';
import { broadcastsQuery } from './message-query';

/** What was written to the guests so far, and how far it came. Nothing where nothing was. */
export function Broadcasts() {
  const { t } = useLingui();
  const place = usePlace();
  const sent = useQuery(broadcastsQuery(place.org, place.event));
  if (sent.data === undefined && sent.error !== null) return <Trouble error={sent.error} retry={() => sent.refetch()} />;
  const broadcasts = sent.data?.broadcasts ?? [];
  if (broadcasts.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        <Trans>Written so far</Trans>
      </Title>
      <Card withBorder padding={0} m={0} component="ul" className={styles.list} aria-label={t`Messages to guests`}>
        {broadcasts.map((broadcast) => (
          <Broadcast key={broadcast.id} broadcast={broadcast} />
        ))}
      </Card>
    </Stack>
  );
}

function Broadcast({ broadcast }: { broadcast: Schemas['BroadcastView'] }) {
  const { zone } = useEvent();
  const { planned, complete, sender, created_at: at } = broadcast;
  return (
    <Stack component="li" gap={4} py="sm" px="md">
      <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{broadcast.text}</Text>
      <Group gap="xs">
        <Text size="sm" c="dimmed" component="div">
          {sender} · <Moment at={at} zone={zone} /> ·{' '}
          {broadcast.audience === 'confirmed' ? <Trans>confirmed guests</Trans> : <Trans>everybody who was asked</Trans>}
        </Text>
        <Text size="sm" role="status" className="figures">
          {complete ? (
            <Plural value={planned} one="to # person" other="to # people" />
          ) : (
            <Plural value={planned} one="# person so far, more to come" other="# people so far, more to come" />
          )}
        </Text>
      </Group>
    </Stack>
  );
}
