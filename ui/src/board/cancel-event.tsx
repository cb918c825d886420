import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { touched } from '../events/event-query';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { CallOff, ToldList } from './call-off';
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
  const cancel = useCommand<void, unknown>({
    send: () => body(api.POST('/v1/orgs/{org}/events/{event}/cancel', { params: { path: place } })),
    touches: () => touched(place.org, place.event),
    onDone: () => {
      onClose();
      tell(t`The event is cancelled`);
    },
  });
  return (
    <CallOff
      told={told.all}
      word={t`CANCEL`}
      act={<Plural value={told.all} _0="Cancel the event" one="Cancel and tell one guest" other="Cancel and tell # guests" />}
      pending={cancel.isPending}
      error={cancel.error}
      onAct={() => cancel.mutate()}
      onClose={onClose}
    >
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
        <Trans>This cannot be taken back. Nobody can answer any more, and the guests' pages say that it is cancelled.</Trans>
      </Alert>
      {told.all > 0 ? (
        <ToldList told={told} />
      ) : (
        <Text size="sm">
          <Trans>Nobody was asked yet, so nobody is texted.</Trans>
        </Text>
      )}
    </CallOff>
  );
}
