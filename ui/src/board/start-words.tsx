import { Plural, Trans } from '@lingui/react/macro';
import { List, Text } from '@mantine/core';
import { useEvent, useStatus } from './event-queries';
import { countIn } from './groups';
import { askedAtOnce } from './seats';

/** What happens when the event is started: who is asked at once, when the others are, and when texts wait. */
export function StartWords(props: { asked: number; line: number; quiet: { from: string; until: string } | null | undefined }) {
  const { asked, line, quiet } = props;
  if (line === 0) {
    return (
      <Text size="sm">
        <Trans>Nobody is in line yet. Whoever you add is asked at once, as long as seats are free.</Trans>
      </Text>
    );
  }
  return (
    <List size="sm" spacing="xs">
      <List.Item>
        <Plural value={asked} _0="Nobody is texted now: no seat is free." one="Up to one person is texted now." other="Up to # people are texted now." />
      </List.Item>
      {line > asked && (
        <List.Item>
          <Plural value={line - asked} one="One more is asked when a seat becomes free." other="# more are asked in their order, as seats become free." />
        </List.Item>
      )}
      {quiet != null && (
        <List.Item>
          <Trans>
            Nobody is texted at night: from {quiet.from} to {quiet.until} by the event’s clock, abroad by the clocks there.
          </Trans>
        </List.Item>
      )}
    </List>
  );
}

/** The figures for `StartWords`, as they are now. */
export function useStartFigures() {
  const event = useEvent();
  const status = useStatus();
  return {
    asked: askedAtOnce(status, event.settings.batch_limit),
    line: countIn(status.counts, 'queued'),
    quiet: event.settings.quiet_hours,
  };
}
