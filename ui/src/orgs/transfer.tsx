import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconCrown } from '@tabler/icons-react';
import { Refused, useWait } from '../accounts/wait';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import type { Member } from './members-queries';
import { useMe, useOrg } from './use-org';
import { PasswordField } from '../accounts/password-field';
import { Dialog } from '../parts/dialog';

/** Hands the org over to another member: they own it, and the caller becomes an admin, both at once. */
export function Transfer({ members }: { members: Member[] }) {
  const { t } = useLingui();
  const me = useMe();
  const [open, { open: show, close }] = useDisclosure(false);
  const others = members.filter(({ user, role }) => user !== me.id && role !== 'OWNER');
  if (others.length === 0) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconCrown size={18} aria-hidden />} onClick={show}>
        <Trans>Transfer ownership</Trans>
      </Button>
      <Dialog opened={open} onClose={close} title={t`Transfer ownership`}>
        <Handover others={others} onClose={close} />
      </Dialog>
    </>
  );
}

interface Values {
  user: string;
  password: string;
  [more: string]: string;
}

function Handover({ others, onClose }: { others: Member[]; onClose: () => void }) {
  const { t } = useLingui();
  const org = useOrg();
  const form = useForm<Values>({ initialValues: { user: '', password: '' } });
  const hand = useCommand({
    send: ({ user, password }: Values) =>
      body(api.POST('/v1/orgs/{org}/transfer', { params: { path: { org: org.id } }, body: { user, password } })),
    touches: () => [['org', org.id], ['orgs'], ['me']],
    onDone: (owner) => {
      onClose();
      tell(t`${owner.name} owns ${org.name} now. You are an admin.`);
    },
    onProblem: (problem) => showFaults(form, problem),
  });
  const wait = useWait(hand.error);
  const shown = hand.error !== null && !isProblem(hand.error, 'invalid-fields');
  return (
    <form onSubmit={form.onSubmit((values) => hand.mutate(values))}>
      <Stack>
        {shown && <Refused error={hand.error} wait={wait} />}
        <Text size="sm">
          <Trans>The new owner may do everything here. You become an admin, and cannot take it back yourself.</Trans>
        </Text>
        <Select
          label={t`New owner`}
          required
          searchable
          data={others.map(({ user, name, email }) => ({ value: user, label: email == null ? name : `${name}, ${email}` }))}
          {...form.getInputProps('user')}
          value={form.values.user || null}
          onChange={(user) => form.setFieldValue('user', user ?? '')}
        />
        <PasswordField
          label={t`Your password`}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" color="red.8" loading={hand.isPending} disabled={wait > 0 || form.values.user === ''}>
            <Trans>Transfer {org.name}</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
