import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { Dialog } from '../parts/dialog';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';

/** Ends texts to a phone or an address, by an organizer's word. */
export function OptOutModal({ org, opened, onClose }: { org: string; opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={opened} onClose={onClose} title={t`Opt somebody out`}>
      {opened && <OptOut org={org} onClose={onClose} />}
    </Dialog>
  );
}

function OptOut({ org, onClose }: { org: string; onClose: () => void }) {
  const { t } = useLingui();
  const form = useForm({
    initialValues: { recipient: '', reason: '' },
    validate: { recipient: (text) => (text.trim() === '' ? t`Write a phone or an e-mail address.` : null) },
  });
  const optOut = useCommand({
    send: ({ recipient, reason }: { recipient: string; reason: string }) =>
      body(
        api.PUT('/v1/orgs/{org}/suppressions/{recipient}', {
          params: { path: { org, recipient: recipient.trim() } },
          body: reason.trim() === '' ? {} : { reason },
        }),
      ),
    onDone: ({ recipient }) => {
      tell(t`${recipient} gets no more texts`);
      onClose();
    },
    onProblem: (problem) => showFaults(form, problem),
    touches: () => [['org', org, 'suppressions'], ['org', org, 'contacts', 'one']],
  });
  const shown = Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={form.onSubmit((values) => optOut.mutate(values))} noValidate>
      <Stack>
        <Text>
          <Trans>It holds for everybody with this phone or address, now and later, whether they are a contact or not.</Trans>
        </Text>
        {optOut.error !== null && !shown && <Trouble error={optOut.error} />}
        <TextInput label={t`Phone or e-mail`} required dir="ltr" data-autofocus {...form.getInputProps('recipient')} />
        <TextInput
          label={t`Reason`}
          description={t`For your team: "asked by phone on Monday".`}
          maxLength={200}
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={optOut.isPending}>
            <Trans>Opt out</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
