import { Trans } from '@lingui/react/macro';
import { Alert, Stack, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { IconInfoCircle } from '@tabler/icons-react';
import { Broadcasts } from '../messages/broadcasts';
import { Composer } from '../messages/composer';
import { MessageLog } from '../messages/message-log';
import { useEvent, useMayHere, usePlace } from './event-queries';

const route = getRouteApi('/signed-in/o/$org/events/$event/messages');

/** Writing to the guests, what was written, and every text of the event with what became of it. */
export function EventMessagesTab() {
  const place = usePlace();
  const may = useMayHere();
  const { zone } = useEvent();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack gap="xl" maw={860}>
      {may('message') && <Write />}
      <Broadcasts />
      <Stack gap="md">
        <Title order={2} size="h4">
          <Trans>All texts</Trans>
        </Title>
        <MessageLog log={place} zone={zone} filter={filter} onFilter={(search) => navigate({ search, replace: true })} />
      </Stack>
    </Stack>
  );
}

function Write() {
  const { state, ends_at } = useEvent();
  const over = new Date(ends_at).getTime() <= Date.now();
  if (state !== 'cancelled' && !over) return <Composer />;
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
      {over ? (
        <Trans>The event is over: nothing more can be sent to its guests.</Trans>
      ) : (
        <Trans>The event is cancelled: its guests get the notice and nothing more.</Trans>
      )}
    </Alert>
  );
}
