import { Trans } from '@lingui/react/macro';
import { Badge, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { Moment } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import { eventKey, useEvent, usePlace } from './event-queries';
import { useDeliveryWords } from './status-words';

/** What a guest was texted about this event, the newest first: of the contact's last fifty messages. */
export function InviteeMessages({ contact }: { contact: string }) {
  const place = usePlace();
  const { zone } = useEvent();
  const words = useDeliveryWords();
  const { data, error, refetch } = useQuery({
    queryKey: [...eventKey(place), 'messages-to', contact],
    queryFn: () =>
      body(api.GET('/v1/orgs/{org}/contacts/{contact}/messages', { params: { path: { org: place.org, contact } } })),
  });
  const messages = data?.items.filter(({ event }) => event === place.event) ?? [];
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        <Trans>Messages</Trans>
      </Title>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeleton height={44} />}
      {data !== undefined && messages.length === 0 && (
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
    </Stack>
  );
}
