import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { Trouble } from '../parts/trouble';
import { Dialog } from '../parts/dialog';

/** The dialog that makes a registration code, and then shows its link. */
export function NewCode({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={open} onClose={onClose} title={t`New registration code`}>
      <Fields onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  days: number;
  uses: number;
  note: string;
  [more: string]: number | string;
}

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const form = useForm<Values>({ initialValues: { days: 7, uses: 1, note: '' } });
  const make = useCommand({
    send: ({ days, uses, note }: Values, key) =>
      body(
        api.POST('/v1/admin/registration-codes', {
          params: { header: { 'idempotency-key': key } },
          body: { expires_in_days: days, uses, note: note.trim() || null },
        }),
      ),
    touches: () => [['admin', 'codes']],
    onProblem: (problem) => showFaults(form, problem, { expires_in_days: 'days' }),
  });
  if (make.data !== undefined) return <Made code={make.data} onClose={onClose} />;
  return (
    <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
      <Stack>
        {make.error !== null && !isProblem(make.error, 'invalid-fields') && <Trouble error={make.error} />}
        <NumberInput label={t`Good for, in days`} min={1} max={365} required data-autofocus {...form.getInputProps('days')} />
        <NumberInput label={t`How many may register with it`} min={1} max={1000} required {...form.getInputProps('uses')} />
        <TextInput
          label={t`Note`}
          description={t`What it is for. Only platform admins see it.`}
          maxLength={200}
          {...form.getInputProps('note')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={make.isPending}>
            <Trans>Make the code</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ code, onClose }: { code: Schemas['CodeView']; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Stack>
      <Text size="sm" role="status">
        <Trans>Send this link to whom you want here:</Trans>
      </Text>
      <TextInput
        aria-label={t`The link of the code`}
        value={code.link}
        readOnly
        data-autofocus
        onFocus={(focus) => focus.currentTarget.select()}
      />
      <Group justify="flex-end">
        <CopyButton value={code.link} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? <Trans>Copied</Trans> : <Trans>Copy link</Trans>}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
