import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../parts/dialog';
import type { Consequences } from './settings-consequences';

/** What the organizer chose for those who were asked already. */
export interface Choices {
  extend_outstanding: boolean;
  revoke_unanswered: boolean;
}

/** Says what a change means for those who were told or asked, and lets choose where there is a choice. */
export function ConsequencesDialog(props: {
  consequences: Consequences;
  saving: boolean;
  onSave: (choices: Choices) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { told, extendable, beyond, plans } = props.consequences;
  const [extend, setExtend] = useState(false);
  const [revoke, setRevoke] = useState(false);
  return (
    <Dialog opened onClose={props.onClose} title={t`What this means`}>
      <Stack gap="md">
        {told > 0 && (
          <Text size="sm">
            <Plural
              value={told}
              one="# guest was told the old time or place. Their page shows the new one at once, but no text goes out by itself: write to them under Messages."
              other="# guests were told the old time or place. Their pages show the new one at once, but no text goes out by itself: write to them under Messages."
            />
          </Text>
        )}
        {extendable > 0 && (
          <Checkbox
            label={<Plural value={extendable} one="Also give # open invitation the longer time" other="Also give # open invitations the longer time" />}
            description={t`Otherwise only new invitations get it.`}
            checked={extend}
            onChange={(event) => setExtend(event.currentTarget.checked)}
          />
        )}
        {beyond > 0 && <Beyond beyond={beyond} plans={plans} revoke={revoke} onRevoke={setRevoke} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            <Trans>Not yet</Trans>
          </Button>
          <Button
            loading={props.saving}
            onClick={() => props.onSave({ extend_outstanding: extend, revoke_unanswered: revoke && !plans })}
          >
            <Trans>Save the changes</Trans>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Beyond(props: { beyond: number; plans: boolean; revoke: boolean; onRevoke: (revoke: boolean) => void }) {
  const { t } = useLingui();
  return (
    <>
      <Text size="sm">
        <Plural
          value={props.beyond}
          one="# seat more is promised than there will be. Promises are kept: nobody new is asked until that many fall free."
          other="# seats more are promised than there will be. Promises are kept: nobody new is asked until that many fall free."
        />
      </Text>
      {props.plans ? (
        <Text size="sm" c="dimmed">
          <Trans>To call open invitations back, save the new times first, then the seats.</Trans>
        </Text>
      ) : (
        <Checkbox
          label={t`Call open invitations back until it fits`}
          description={t`The lowest in the order first. They count as not answered, and can be asked again later.`}
          checked={props.revoke}
          onChange={(event) => props.onRevoke(event.currentTarget.checked)}
        />
      )}
    </>
  );
}

/** Cutting the room below who comes: explained to everybody, done by owners who write the event's name. */
export function BelowAcceptedDialog(props: {
  taken: number;
  seats: number;
  name: string;
  owner: boolean;
  saving: boolean;
  onForce: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { taken, seats, name } = props;
  const [typed, setTyped] = useState('');
  return (
    <Dialog opened onClose={props.onClose} title={t`More guests come than that`}>
      <Stack gap="md">
        <Text size="sm">
          <Plural
            value={taken}
            one={`# seat is taken, and there would be ${seats}.`}
            other={`# seats are taken, and there would be ${seats}.`}
          />{' '}
          <Trans>Nobody is sent away by this. Take guests off the list, or leave room for all of them.</Trans>
        </Text>
        {props.owner ? (
          <TextInput
            label={t`To overbook on purpose, write the name of the event`}
            description={name}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <Text size="sm">
            <Trans>Only an owner of the organization may overbook on purpose.</Trans>
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            <Trans>Go back</Trans>
          </Button>
          {props.owner && (
            <Button color="red.8" disabled={typed.trim() !== name} loading={props.saving} onClick={props.onForce}>
              <Plural value={seats} one="Cut to # seat" other="Cut to # seats" />
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
