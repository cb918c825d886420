import { Plural, Trans } from '@lingui/react/macro';
import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { useErrorWords, useMessageStateWords, usePurposeWords } from './words';

/** One message of a log: to whom, what, and what became of it. */
export function MessageRow({ message, zone }: { message: Schemas['MessageView']; zone?: string }) {
  const state = useMessageStateWords()(message.state);
  const purpose = usePurposeWords()(message.purpose);
  const error = useErrorWords();
  return (
    <Group component="li" wrap="nowrap" align="flex-start" justify="space-between" gap="md" py="sm" px="md">
      <Stack gap={2} miw={0}>
        <Group gap="xs">
          <Text fw={600}>{message.name}</Text>
          <Text size="sm" c="dimmed" className="figures" dir="ltr">
            {message.phone}
          </Text>
        </Group>
        <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {message.words}
        </Text>
        <Text size="xs" c="dimmed">
          {purpose} · <Moment at={message.claimed_at ?? message.recorded_at} zone={zone} /> ·{' '}
          <Plural value={message.segments} one="# segment" other="# segments" />
        </Text>
        {message.error != null && (
          <Text size="sm" c="var(--mantine-color-error)">
            {error(message.error)}{' '}
            <Text span size="xs" c="dimmed">
              <Trans>(code {String(message.error)})</Trans>
            </Text>
          </Text>
        )}
      </Stack>
      <Badge variant="light" color={state.color} tt="none" flex="none">
        {state.words}
      </Badge>
    </Group>
  );
}

/** How many messages are shown, and how many segments they are. */
export function LogSum({ messages, more }: { messages: readonly Schemas['MessageView'][]; more: boolean }) {
  const segments = messages.reduce((sum, message) => sum + message.segments, 0);
  return (
    <Text size="sm" c="dimmed" role="status" className="figures">
      <Plural value={messages.length} one="# message" other="# messages" />,{' '}
      <Plural value={segments} one="# segment" other="# segments" />
      {more && (
        <>
          {' '}
          <Trans>shown, there are more</Trans>
        </>
      )}
    </Text>
  );
}
