import { Trans } from '@lingui/react/macro';
import { Badge, Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, body } from '../api/client';
import { Moment } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import { eventKey, useEvent, usePlace } from './event-queries';
import { useDeliveryWords } from './status-words';

/** Pages of a contact's messages, each about some events, that are read by themselves to find those of this one. */
const PAGES_MAX = 10;

/** What a guest was texted about this event, the newest first. */
export function InviteeMessages({ contact }: { contact: string }) {
  const place = usePlace();
  const { zone } = useEvent();
  const words = useDeliveryWords();
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...eventKey(place), 'messages-to', contact],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/contacts/{contact}/messages', {
          params: { path: { org: place.org, contact }, query: { cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const messages = data?.pages.flatMap(({ items }) => items.filter(({ event }) => event === place.event)) ?? [];
  const seeking = messages.length === 0 && hasNextPage && error === null && (data?.pages.length ?? 0) < PAGES_MAX;
  useEffect(() => {
    if (seeking && !isFetching) void fetchNextPage();
  }, [seeking, isFetching, fetchNextPage]);
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        <Trans>Messages</Trans>
      </Title>
      {error !== null && <Trouble error={error} retry={() => void (data === undefined ? refetch() : fetchNextPage())} />}
      {error === null && (data === undefined || seeking) && <Skeleton height={44} />}
      {data !== undefined && messages.length === 0 && !hasNextPage && (
        <Text size="sm" c="dimmed">
          <Trans>No message yet.</Trans>
        </Text>
      )}
      <List listStyleType="none" spacing="sm" size="sm">
        {messages.map((message) => {
          const state = words(message.state);
          return (
            <List.Item key={message.id}>
              <Text size="sm">{message.body}</Text>
              <Group gap="xs">
                <Text size="sm" c="dimmed">
                  <Moment at={message.at} zone={zone} />
                </Text>
                {state !== null && (
                  <Badge variant="light" color={state.bad ? 'red' : 'gray'} tt="none">
                    {state.words}
                  </Badge>
                )}
              </Group>
            </List.Item>
          );
        })}
      </List>
      {hasNextPage && !seeking && error === null && (
        <Group>
          <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            <Trans>Show older ones</Trans>
          </Button>
        </Group>
      )}
    </Stack>
  );
}
