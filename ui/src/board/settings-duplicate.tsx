import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useEvent, usePlace, useStatus } from './event-queries';
import { Act } from './settings-acts';

/** Makes another event like this one. */
export function DuplicateAct() {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure(false);
  const doing = useDuplicate(close);
  const running = doing.duplicate.isPending;
  return (
    <Act
      title={<Trans>Duplicate</Trans>}
      words={<Trans>A draft with the same settings and texts, which invites nobody before you start it.</Trans>}
    >
      <Button variant="default" onClick={open}>
        <Trans>Duplicate the event</Trans>
      </Button>
      <Dialog
        opened={opened}
        onClose={close}
        title={t`Duplicate the event`}
        withCloseButton={!running}
        closeOnEscape={!running}
        closeOnClickOutside={!running}
      >
        <DuplicateForm doing={doing} onClose={close} />
      </Dialog>
    </Act>
  );
}

function DuplicateForm({ doing, onClose }: { doing: ReturnType<typeof useDuplicate>; onClose: () => void }) {
  const { t } = useLingui();
  const { name } = useEvent();
  const { counts } = useStatus();
  const listed = Object.entries(counts).reduce((sum, [status, people]) => (status === 'removed' ? sum : sum + people), 0);
  const { duplicate, copied } = doing;
  // What was begun is gone on with as it was asked for: asked otherwise, it would make a second copy.
  const begun = duplicate.variables?.invitees;
  const [invitees, setInvitees] = useState(begun ?? listed > 0);
  return (
    <Stack gap="md">
      <Text size="sm">
        <Trans>The copy is called “Copy of {name}”. Change its date next.</Trans>
      </Text>
      <Checkbox
        label={<Plural value={listed} _0="Also copy its list, on which is nobody" one="Also copy # invitee" other="Also copy # invitees" />}
        description={t`All but the removed, in the same order, none of them asked yet.`}
        checked={invitees}
        disabled={listed === 0 || begun !== undefined}
        onChange={(event) => setInvitees(event.currentTarget.checked)}
      />
      {copied > 0 && duplicate.isPending && (
        <Text size="sm" role="status" className="figures">
          <Plural value={copied} one="# invitee copied" other="# invitees copied" />
        </Text>
      )}
      {duplicate.error !== null && <Trouble error={duplicate.error} />}
      <Group justify="flex-end">
        <Button variant="default" disabled={duplicate.isPending} onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={duplicate.isPending} onClick={() => duplicate.mutate({ invitees })}>
          <Trans>Duplicate</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** Copies the event, then its list part by part: a long one takes several requests. */
function useDuplicate(onClose: () => void) {
  const { t } = useLingui();
  const place = usePlace();
  const navigate = useNavigate();
  const [copied, setCopied] = useState(0);
  // The event is made once, however often its list has to be gone on with.
  const begun = useRef<Schemas['DuplicatedEvent'] | null>(null);
  const part = (options: { invitees: boolean; cursor?: string }, key?: string) =>
    body(
      api.POST('/v1/orgs/{org}/events/{event}/duplicate', {
        params: { path: place, header: { 'idempotency-key': key } },
        body: options,
      }),
    );
  const duplicate = useCommand({
    send: async ({ invitees }: { invitees: boolean }, key) => {
      begun.current ??= await part({ invitees }, key);
      for (let made = begun.current; made.cursor != null; made = begun.current) {
        setCopied(made.copied);
        // A part that is copied twice is there once.
        const more = await part({ invitees, cursor: made.cursor });
        begun.current = { ...more, copied: made.copied + more.copied };
      }
      return begun.current.event;
    },
    touches: () => [['org', place.org, 'events']],
    onDone: (event) => {
      begun.current = null;
      setCopied(0);
      onClose();
      tell(t`${event.name} is there. Set its date.`);
      return navigate({ to: '/o/$org/events/$event/settings', params: { org: place.org, event: event.id } });
    },
  });
  return { duplicate, copied };
}
