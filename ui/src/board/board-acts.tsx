import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarX, IconDots, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { touched } from '../events/event-query';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import { CancelEvent } from './cancel-event';
import { statusKey, useEvent, useMayHere, usePlace, useStatus } from './event-queries';
import { StartWords, useStartFigures } from './start-words';

/** Start, pause, go on and cancel, where the state and the caller's rights allow it. */
export function BoardActs() {
  const { state } = useStatus();
  const may = useMayHere();
  const running = state === 'active';
  const startable = state === 'draft' || state === 'paused';
  return (
    <>
      {may('invite') && startable && <Start />}
      {may('invite') && running && <Pause />}
      {may('work') && state !== 'cancelled' && <More />}
    </>
  );
}

/** Sends a command and shows at once where the event stands after it. */
function useStateCommand(path: 'start' | 'pause', done: string) {
  const place = usePlace();
  const queries = useQueryClient();
  const tellProblem = useTellProblem();
  return useCommand({
    send: () =>
      body(
        path === 'start'
          ? api.POST('/v1/orgs/{org}/events/{event}/start', { params: { path: place } })
          : api.POST('/v1/orgs/{org}/events/{event}/pause', { params: { path: place } }),
      ),
    touches: () => touched(place.org, place.event),
    onDone: (status) => {
      queries.setQueryData(statusKey(place), status);
      tell(done);
    },
    onProblem: tellProblem,
  });
}

function Start() {
  const { t } = useLingui();
  const { name } = useEvent();
  const paused = useStatus().state === 'paused';
  const figures = useStartFigures();
  const start = useStateCommand('start', paused ? t`Invitations go on` : t`Started`);
  const ask = () =>
    confirmAct({
      title: paused ? t`Go on with ${name}?` : t`Start ${name}?`,
      words: <StartWords {...figures} />,
      act: paused ? t`Resume inviting` : t`Start inviting`,
      cancel: t`Not yet`,
      onConfirm: () => start.mutate(undefined),
      harmless: true,
    });
  return (
    <Button leftSection={<IconPlayerPlay size={18} aria-hidden />} loading={start.isPending} onClick={ask}>
      {paused ? <Trans>Resume</Trans> : <Trans>Start</Trans>}
    </Button>
  );
}

function Pause() {
  const { t } = useLingui();
  const { name } = useEvent();
  const pause = useStateCommand('pause', t`Paused`);
  const ask = () =>
    confirmAct({
      title: t`Pause ${name}?`,
      words: t`Nobody new is asked until you resume. Whoever was asked can still answer, and their deadlines stay.`,
      act: t`Pause inviting`,
      cancel: t`Go on inviting`,
      onConfirm: () => pause.mutate(undefined),
      harmless: true,
    });
  return (
    <Button variant="default" leftSection={<IconPlayerPause size={18} aria-hidden />} loading={pause.isPending} onClick={ask}>
      <Trans>Pause</Trans>
    </Button>
  );
}

/** What is seldom wanted and ends things. */
function More() {
  const { t } = useLingui();
  const [cancelling, { open, close }] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={t`More about this event`}>
            <IconDots size={20} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconCalendarX size={18} aria-hidden />} onClick={open}>
            <Trans>Cancel the event…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CancelEvent opened={cancelling} onClose={close} />
    </>
  );
}
