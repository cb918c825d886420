import { Trans } from '@lingui/react/macro';
import { Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { textsQuery } from '../messages/message-query';
import { sampleValues } from '../messages/sample';
import { useEvent, useMayHere, usePlace } from './event-queries';
import { TextCard } from './texts-card';

/** No message of this purpose is ever sent by itself: guests are told of changes by a message to them. */
const NEVER_SENT = 'changed';

/** The words of the event's messages: the defaults, or the organizer's own. */
export function TextsTab() {
  const { org, event: id } = usePlace();
  const event = useEvent();
  const may = useMayHere();
  const { texts } = useSuspenseQuery(textsQuery(org, id)).data;
  const values = sampleValues(event, texts);
  const editable = may('work') && event.state !== 'cancelled';
  return (
    <Stack gap="lg" maw={860}>
      <Text c="dimmed">
        <Trans>
          What guests read, as a guest called {values.name} would get it. Messages that are already on their way keep
          their words.
        </Trans>
      </Text>
      {texts
        .filter(({ purpose }) => purpose !== NEVER_SENT)
        .map((text) => (
          <TextCard key={text.purpose} text={text} values={values} editable={editable} />
        ))}
    </Stack>
  );
}
