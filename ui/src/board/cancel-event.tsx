import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle } from '@tabler/icons-react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { touched } from '../events/event-query';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useEvent, usePlace, useStatus } from './event-queries';
import { toldOfCancelling } from './seats';

/** Asks before an event is cancelled: says who is told of it, and has a word typed where anybody is. */
export function CancelEvent({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { name } = useEvent();
  return (
    <Dialog opened={opened} onClose={onClose} title={t`Cancel ${name}?`} size="lg">
      <Cancelling onClose={onClose} />
    </Dialog>
  );
}

function Cancelling({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const place = usePlace();
  const told = toldOfCancelling(useStatus().counts);
  const word = t`CANCEL`;
  const form = useForm({
    initialValues: { word: '' },
    validate: { word: (typed) => (told.all === 0 || same(typed, word) ? null : t`Type ${word} to go on`) },
  });
  const cancel = useCommand({
    send: () => body(api.POST('/v1/orgs/{org}/events/{event}/cancel', { params: { path: place } })),
    touches: () => touched(place.org, place.event),
    onDone: () => {
      onClose();
      tell(t`The event is cancelled`);
    },
  });
  return (
    <form onSubmit={form.onSubmit(() => cancel.mutate(undefined))}>
      <Stack>
        <Consequences told={told} />
        {told.all > 0 && (
          <TextInput label={t`Type ${word} to go on`} autoComplete="off" data-autofocus {...form.getInputProps('word')} />
        )}
        {cancel.error !== null && <Trouble error={cancel.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Keep the event</Trans>
          </Button>
          <Button type="submit" color="red.8" loading={cancel.isPending}>
            <Plural value={told.all} _0="Cancel the event" one="Cancel and tell one guest" other="Cancel and tell # guests" />
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Consequences({ told }: { told: ReturnType<typeof toldOfCancelling> }) {
  return (
    <>
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
        <Trans>This cannot be taken back. Nobody can answer any more, and the guests' pages say that it is cancelled.</Trans>
      </Alert>
      {told.all === 0 ? (
        <Text size="sm">
          <Trans>Nobody was asked yet, so nobody is texted.</Trans>
        </Text>
      ) : (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            <Plural value={told.all} one="One guest gets a text:" other="# guests get one text each:" />
          </Text>
          <List size="sm">
            {told.coming > 0 && (
              <List.Item>
                <Plural value={told.coming} one="one who confirmed" other="# who confirmed" />
              </List.Item>
            )}
            {told.asked > 0 && (
              <List.Item>
                <Plural value={told.asked} one="one who was asked" other="# who were asked" />
              </List.Item>
            )}
            {told.waiting > 0 && (
              <List.Item>
                <Plural value={told.waiting} one="one on the waitlist" other="# on the waitlist" />
              </List.Item>
            )}
          </List>
          <Text size="sm">
            <Trans>All others are not texted.</Trans>
          </Text>
        </Stack>
      )}
    </>
  );
}

function same(typed: string, word: string): boolean {
  return typed.trim().toLocaleLowerCase() === word.toLocaleLowerCase();
}
