import { Plural, Trans } from '@lingui/react/macro';
import { Card, List, Stack, Text, Title } from '@mantine/core';
import { Moment } from '../parts/moment';
import { useEvent, useStatus } from './event-queries';
import { countIn } from './groups';
import { useWaitWords } from './wait-words';

/** What happens next, why it waits, until when, and who is next. */
export function NextUp() {
  const status = useStatus();
  const { zone } = useEvent();
  const { title, words } = useWaitWords()(status, zone);
  const line = countIn(status.counts, 'queued');
  const shown = status.next.length;
  return (
    <Card withBorder padding="lg">
      <Stack gap="sm">
        <div aria-live="polite">
          <Text size="sm" c="dimmed">
            <Trans>What happens next</Trans>
          </Text>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text size="sm">{words}</Text>
        </div>
        {shown > 0 && status.state !== 'cancelled' && (
          <div>
            <Text size="sm" fw={600}>
              <Trans>Next in line</Trans>
            </Text>
            <List type="ordered" size="sm">
              {status.next.map((one) => (
                <List.Item key={one.id}>
                  {one.name}
                  {one.party > 1 && (
                    <Text span inherit c="dimmed">
                      {' '}
                      <Plural value={one.party} one="(one seat)" other="(up to # seats)" />
                    </Text>
                  )}
                </List.Item>
              ))}
            </List>
            {line > shown && (
              <Text size="sm" c="dimmed">
                <Plural value={line - shown} one="and one more" other="and # more" />
              </Text>
            )}
          </div>
        )}
        {status.state === 'active' && status.next_wake_at != null && (
          <Text size="xs" c="dimmed">
            <Trans>
              Looked at again at <Moment at={status.next_wake_at} zone={zone} />, and whenever somebody answers.
            </Trans>
          </Text>
        )}
        {status.code != null && status.state !== 'cancelled' && (
          <Text size="xs" c="dimmed">
            <Trans>
              Guests can also answer by text: {status.code} YES or {status.code} NO.
            </Trans>
          </Text>
        )}
      </Stack>
    </Card>
  );
}
