import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, body, type Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { useMessageWords } from './message-words';
import { moreOf } from './more';
import { Section } from '../parts/section';

const messagesQuery = (org: string, contact: string) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'contacts', 'one', contact, 'messages'],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/contacts/{contact}/messages', {
          params: { path: { org, contact }, query: { cursor: pageParam === '' ? undefined : pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** All that was sent to a person, and the events it was about. */
export function ContactMessages({ org, contact }: { org: string; contact: string }) {
  const { t } = useLingui();
  const log = useInfiniteQuery(messagesQuery(org, contact));
  const messages = log.data?.pages.flatMap((page) => page.items) ?? [];
  const more = moreOf(log);
  // A page is about some events, and may be empty while older ones are not.
  const seeking = messages.length === 0 && more.has && !more.loading;
  const { fetchNextPage } = log;
  useEffect(() => {
    if (seeking) void fetchNextPage();
  }, [seeking, fetchNextPage]);
  const events = new Map(
    messages.flatMap(({ event, event_name }) => (event == null ? [] : [[event, event_name ?? event] as const])),
  );
  return (
    <>
      {events.size > 0 && <Events org={org} events={events} />}
      <Section title={t`Messages`}>
        {(log.isPending || (messages.length === 0 && more.has)) && <LoadingRows rows={2} />}
        {log.data !== undefined && messages.length === 0 && !log.hasNextPage && (
          <Text c="dimmed">
            <Trans>Nothing has been sent to this person.</Trans>
          </Text>
        )}
        <Stack gap="lg" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {messages.map((message) => (
            <Message key={message.id} org={org} message={message} />
          ))}
        </Stack>
        {log.error !== null && <Trouble error={log.error} retry={more.retry} />}
        {messages.length > 0 && more.has && (
          <Button mt="md" variant="default" loading={more.loading} onClick={more.load}>
            <Trans>Show older ones</Trans>
          </Button>
        )}
      </Section>
    </>
  );
}

function Events({ org, events }: { org: string; events: ReadonlyMap<string, string> }) {
  const { t } = useLingui();
  return (
    <Section title={t`Events`}>
      <Stack gap={0}>
        {[...events].map(([event, name]) => (
          <Anchor
            key={event}
            py={8}
            renderRoot={(root) => <Link to="/o/$org/events/$event" params={{ org, event }} {...root} />}
          >
            {name}
          </Anchor>
        ))}
      </Stack>
    </Section>
  );
}

function Message({ org, message }: { org: string; message: Schemas['ContactMessage'] }) {
  const { t } = useLingui();
  const { purpose, state } = useMessageWords();
  const { words, color } = state(message.state);
  const { event } = message;
  return (
    <Stack component="li" gap={2}>
      <Group gap="xs">
        <Text fw={600}>{purpose(message.purpose)}</Text>
        <Badge variant="light" color={color} tt="none">
          {words}
        </Badge>
        {typeof event === 'string' && (
          <Anchor
            size="sm"
            renderRoot={(root) => <Link to="/o/$org/events/$event" params={{ org, event }} {...root} />}
          >
            {message.event_name}
          </Anchor>
        )}
      </Group>
      <Text style={{ overflowWrap: 'anywhere' }}>{message.body}</Text>
      <Text size="sm" c="dimmed">
        <Moment at={message.at} /> · <span dir="ltr">{message.phone}</span> ·{' '}
        {t`${plural(message.segments, { one: '# segment', other: '# segments' })}`}
        {message.error != null && (
          <>
            {' '}
            · <Trans>error {message.error}</Trans>
          </>
        )}
      </Text>
    </Stack>
  );
}
