import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { plural } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../api/client';
import { Problem } from '../api/problem';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { isToldOfRemoval, standsAsChosen } from './acts';
import { BulkProgress } from './bulk-progress';
import { eventKey, usePlace } from './event-queries';
import type { Acted } from './invitee-acts';
import { useStatusWords } from './status-words';
import { useBulk } from './use-bulk';

/** Asks before invitees are taken off the list, and says for whom it did not work. */
export function RemoveDialog(props: {
  invitees: Acted[];
  onClose: () => void;
  onClosed: () => void;
  onRemoved: (ids: string[]) => void;
}) {
  const { t } = useLingui();
  const [running, setRunning] = useState(false);
  const { invitees, onClose, onRemoved } = props;
  const [first] = invitees;
  const name = first?.name ?? '';
  const title =
    invitees.length === 1 ? t`Remove ${name}?` : t`${plural(invitees.length, { one: 'Remove one invitee?', other: 'Remove # invitees?' })}`;
  return (
    <Dialog
      opened={invitees.length > 0}
      onClose={onClose}
      onExitTransitionEnd={props.onClosed}
      title={title}
      withCloseButton={!running}
      closeOnEscape={!running}
      closeOnClickOutside={!running}
    >
      {first !== undefined && (
        <Removing
          key={invitees.map(({ id }) => id).join()}
          invitees={invitees}
          onClose={onClose}
          onRemoved={onRemoved}
          onRunning={setRunning}
        />
      )}
    </Dialog>
  );
}

function Removing(props: {
  invitees: Acted[];
  onClose: () => void;
  onRemoved: (ids: string[]) => void;
  onRunning: (running: boolean) => void;
}) {
  const { t } = useLingui();
  const { invitees, onClose, onRemoved, onRunning } = props;
  const place = usePlace();
  const queries = useQueryClient();
  const [notify, setNotify] = useState(false);
  const told = invitees.filter(({ status }) => isToldOfRemoval(status)).length;
  const asChosen = useStillAsChosen();
  const { run, start } = useBulk(async (invitee: Acted) => {
    await asChosen(invitee);
    return body(
      api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/remove', {
        params: { path: { ...place, invitee: invitee.id } },
        body: { notify },
      }),
    );
  });
  const remove = async () => {
    onRunning(true);
    const { failed } = await start(invitees);
    const kept = new Set(failed.map(({ item }) => item.id));
    onRemoved(invitees.filter(({ id }) => !kept.has(id)).map(({ id }) => id));
    await queries.invalidateQueries({ queryKey: eventKey(place) });
    onRunning(false);
    if (failed.length > 0) return;
    onClose();
    tell(t`${plural(invitees.length, { one: 'One invitee removed', other: '# invitees removed' })}`);
  };
  if (run !== null) return <BulkProgress run={run} onClose={onClose} />;
  return (
    <Stack>
      <Text size="sm">
        <Trans>Their seats go to the next in line, and they stay in the history. You can ask them again later.</Trans>
      </Text>
      {told > 0 && (
        <Checkbox
          checked={notify}
          onChange={(event) => setNotify(event.currentTarget.checked)}
          label={
            <Plural
              value={told}
              one="Tell by text the one who was asked, comes or waits"
              other="Tell by text the # who were asked, come or wait"
            />
          }
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Keep</Trans>
        </Button>
        <Button color="red.8" onClick={() => void remove()} data-autofocus>
          <Plural value={invitees.length} one="Remove one invitee" other="Remove # invitees" />
        </Button>
      </Group>
    </Stack>
  );
}

/**
 * Looks at somebody right before they are removed: whoever was asked or has answered since they were chosen is
 * left alone, and it says so.
 */
function useStillAsChosen(): (invitee: Acted) => Promise<void> {
  const { t } = useLingui();
  const place = usePlace();
  const words = useStatusWords();
  return async ({ id, status: chosen }) => {
    const { status } = await body(
      api.GET('/v1/orgs/{org}/events/{event}/invitees/{invitee}', { params: { path: { ...place, invitee: id } } }),
    );
    if (standsAsChosen(chosen, status)) return;
    const now = words(status).words;
    throw new Problem('changed-meanwhile', 409, t`Left alone, as it changed meanwhile to “${now}”`, null, [], null, null);
  };
}
