import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Paper, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { statusKey, useEvent, usePlace, useStatus } from '../board/event-queries';
import { confirmAct } from '../parts/confirm';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { type Audience, reach } from './audience';
import { broadcastsQuery, logKey, textsQuery } from './message-query';
import { sampleValues } from './sample';
import { sizeOf } from './segments';
import { render, TEMPLATE_CHARACTERS_MAX } from './template';
import { TextSize } from './text-size';

/** Writes to the guests of an event, after saying how many get it and what it takes. */
export function Composer() {
  const { t } = useLingui();
  const { counts } = useStatus();
  const [text, setText] = useState('');
  const [audience, setAudience] = useState<Audience>('confirmed');
  const preview = usePreview(text.trim());
  const people = reach(audience, counts);
  const send = useSend(() => setText(''));
  const variables = text.includes('{{');
  const ready = text.trim() !== '' && people > 0 && !variables;
  return (
    <Card withBorder padding="lg" radius="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          <Trans>Write to the guests</Trans>
        </Title>
        <Recipients audience={audience} onChange={setAudience} />
        <Textarea
          label={t`Message`}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={TEMPLATE_CHARACTERS_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={variables && t`Double braces are not filled in here: write it as it is to be read.`}
        />
        {text.trim() !== '' && <Cost body={preview} people={people} />}
        {send.error !== null && <Trouble error={send.error} />}
        <Group justify="flex-end">
          <Button
            leftSection={<IconSend size={18} aria-hidden />}
            disabled={!ready}
            loading={send.isPending}
            onClick={() =>
              confirmAct({
                title: t`Send it now?`,
                words: <SureWords body={preview} people={people} />,
                act: sendWords(people),
                cancel: t`Not yet`,
                harmless: true,
                onConfirm: () => send.mutate({ text: text.trim(), audience }),
              })
            }
          >
            {sendWords(people)}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function sendWords(people: number): string {
  return plural(people, { one: 'Send to # person', other: 'Send to # people' });
}

function Recipients(props: { audience: Audience; onChange: (audience: Audience) => void }) {
  const { t } = useLingui();
  const { counts } = useStatus();
  const [confirmed, all] = [reach('confirmed', counts), reach('all', counts)];
  return (
    <Radio.Group label={t`To`} value={props.audience} onChange={(value) => props.onChange(value as Audience)}>
      <Stack gap="xs" mt="xs">
        <Radio value="confirmed" label={t`Confirmed guests (${confirmed})`} />
        <Radio
          value="all"
          label={t`Everybody who was asked (${all})`}
          description={t`Also those who declined, did not answer or wait for a seat. Not those in line.`}
        />
      </Stack>
    </Radio.Group>
  );
}

/** What a guest gets: the event's frame for such messages around the words. */
function usePreview(message: string): string {
  const place = usePlace();
  const event = useEvent();
  const { texts } = useSuspenseQuery(textsQuery(place.org, place.event)).data;
  const frame = texts.find(({ purpose }) => purpose === 'broadcast');
  const words = frame?.own ?? frame?.default ?? '{{message}}';
  return render(words, { ...sampleValues(event, texts), message });
}

function Cost({ body, people }: { body: string; people: number }) {
  const { t } = useLingui();
  const segments = sizeOf(body).segments * people;
  return (
    <Stack gap="xs">
      <Paper withBorder p="sm" radius="md" role="group" aria-label={t`As a guest gets it`}>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {body}
        </Text>
      </Paper>
      <TextSize body={body} />
      <Text size="sm" c="dimmed" className="figures">
        <Plural value={segments} one="About # segment in all" other="About # segments in all" />
      </Text>
    </Stack>
  );
}

function SureWords({ body, people }: { body: string; people: number }) {
  const segments = sizeOf(body).segments * people;
  return (
    <Stack gap="xs">
      <Text size="sm">
        <Plural
          value={people}
          one="# person gets this as a text, and it stands on their page."
          other="# people get this as a text, and it stands on their pages."
        />{' '}
        <Plural value={segments} one="That is about # segment." other="That is about # segments." />
      </Text>
      <Text size="sm">
        <Trans>Where it is night, it waits for the end of the quiet hours. A text cannot be taken back.</Trans>
      </Text>
    </Stack>
  );
}

function useSend(onSent: () => void) {
  const { t } = useLingui();
  const place = usePlace();
  return useCommand({
    send: (message: { text: string; audience: Audience }, key) =>
      body(
        api.POST('/v1/orgs/{org}/events/{event}/broadcasts', {
          params: { path: place, header: { 'idempotency-key': key } },
          body: message,
        }),
      ),
    touches: () => [
      broadcastsQuery(place.org, place.event).queryKey,
      logKey(place),
      statusKey(place),
    ],
    onDone: () => {
      onSent();
      tell(t`It is on its way.`);
    },
  });
}
