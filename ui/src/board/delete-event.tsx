import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { touched } from '../events/event-query';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { CallOff, ToldList } from './call-off';
import { useEvent, usePlace } from './event-queries';
import { useToldOfDeleting } from './use-told';

/** Asks before an event is deleted, as guarded as cancelling one: deleting it tells the same guests. */
export function DeleteEvent({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { name } = useEvent();
  return (
    <Dialog opened={opened} onClose={onClose} title={t`Delete ${name}?`} size="lg">
      <Deleting onClose={onClose} />
    </Dialog>
  );
}

function Deleting({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const place = usePlace();
  const { name } = useEvent();
  const navigate = useNavigate();
  const told = useToldOfDeleting();
  const remove = useCommand<void, unknown>({
    send: () => body(api.DELETE('/v1/orgs/{org}/events/{event}', { params: { path: place } })),
    touches: () => touched(place.org, place.event),
    onDone: () => {
      onClose();
      tell(t`${name} is deleted. For 30 days it can be kept after all.`);
      return navigate({ to: '/o/$org/events', params: { org: place.org }, search: { show: 'archived' } });
    },
  });
  return (
    <CallOff
      told={told.all}
      word={t`DELETE`}
      act={<Plural value={told.all} _0="Delete the event" one="Delete and tell one guest" other="Delete and tell # guests" />}
      pending={remove.isPending}
      error={remove.error}
      onAct={() => remove.mutate()}
      onClose={onClose}
    >
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
        <Trans>It goes into the archive, and after 30 days for good, with its list and its messages.</Trans>
      </Alert>
      {told.all > 0 && <ToldList told={told} />}
    </CallOff>
  );
}
