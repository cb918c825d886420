import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, NumberInput, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, type Problem } from '../api/problem';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { eventKey, useMayHere, usePlace } from './event-queries';
import type { Acted } from './invitee-acts';

/** Most people of one party. */
const PARTY_MAX = 20;

/** Confirms a guest by hand, or changes how many come with one who is confirmed. */
export function AcceptDialog(props: { invitee: Acted | null; onClose: () => void; onClosed: () => void }) {
  const { t } = useLingui();
  const { invitee, onClose } = props;
  const name = invitee?.name ?? '';
  return (
    <Dialog
      opened={invitee !== null}
      onClose={onClose}
      onExitTransitionEnd={props.onClosed}
      title={invitee?.status === 'accepted' ? t`How many come with ${name}?` : t`Mark ${name} as confirmed?`}
    >
      {invitee !== null && <Accepting key={invitee.id} invitee={invitee} onClose={onClose} />}
    </Dialog>
  );
}

function Accepting({ invitee, onClose }: { invitee: Acted; onClose: () => void }) {
  const { t } = useLingui();
  const place = usePlace();
  const may = useMayHere();
  const form = useForm({ initialValues: { party: Math.max(invitee.party, 1), silent: false } });
  const accept = useCommand({
    send: (wanted: { party: number; silent: boolean; force: boolean }) =>
      body(
        api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/accept', {
          params: { path: { ...place, invitee: invitee.id } },
          body: wanted,
        }),
      ),
    touches: () => [eventKey(place)],
    onDone: () => {
      onClose();
      tell(t`${invitee.name} is confirmed`);
    },
  });
  const full = isProblem(accept.error, 'party-too-large') ? accept.error : null;
  return (
    <form onSubmit={form.onSubmit((values) => accept.mutate({ ...values, force: false }))}>
      <Stack>
        <NumberInput
          label={t`How many come, the guest included`}
          min={1}
          max={PARTY_MAX}
          allowDecimal={false}
          clampBehavior="strict"
          required
          data-autofocus
          {...form.getInputProps('party')}
        />
        <Switch
          label={t`Send no confirmation text`}
          {...form.getInputProps('silent', { type: 'checkbox' })}
        />
        {full !== null && <NoRoom problem={full} />}
        {accept.error !== null && full === null && <Trouble error={accept.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Back</Trans>
          </Button>
          {full !== null && may('own') && (
            <Button
              variant="light"
              color="red"
              loading={accept.isPending}
              onClick={() => accept.mutate({ ...form.getValues(), force: true })}
            >
              <Trans>Confirm over capacity</Trans>
            </Button>
          )}
          <Button type="submit" loading={accept.isPending}>
            <Trans>Confirm {invitee.name}</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** There are not so many seats; an owner may put the guest in all the same. */
function NoRoom({ problem }: { problem: Problem }) {
  const { t } = useLingui();
  const max = typeof problem.more.max === 'number' ? problem.more.max : 0;
  return (
    <Alert color="orange" role="alert" title={t`There is not enough room`}>
      <Plural
        value={max}
        _0="No seat is free: all are taken, or held for who was asked."
        one="There is room for one person."
        other="There is room for # people."
      />
    </Alert>
  );
}
