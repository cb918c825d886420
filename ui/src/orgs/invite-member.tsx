import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Refused, useWait } from '../accounts/wait';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { useLooker } from './members-queries';
import { givableRoles } from './reach';
import { useRoleMeaning, useRoleWords } from './role-words';
import { useOrg } from './use-org';
import { Dialog } from '../parts/dialog';

/** The dialog that invites somebody to the team by mail. */
export function InviteMember({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={open} onClose={onClose} title={t`Invite to the team`}>
      <Fields onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  email: string;
  role: string;
  message: string;
  [more: string]: string;
}

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const org = useOrg();
  const looker = useLooker();
  const role = useRoleWords();
  const meaning = useRoleMeaning();
  const form = useForm<Values>({ initialValues: { email: '', role: 'MEMBER', message: '' } });
  const invite = useCommand({
    send: (values: Values, key) =>
      body(
        api.POST('/v1/orgs/{org}/invitations', {
          params: { path: { org: org.id }, header: { 'idempotency-key': key } },
          body: { email: values.email, role: values.role, message: values.message.trim() || null },
        }),
      ),
    touches: () => [['org', org.id, 'team-invitations']],
    onDone: (sent) => {
      onClose();
      tell(t`An invitation is on its way to ${sent.email}.`);
    },
    onProblem: (problem) => {
      if (isProblem(problem, 'taken')) form.setErrors({ email: t`They are a member already, or invited.` });
      else showFaults(form, problem);
    },
  });
  const wait = useWait(invite.error);
  const shown = invite.error !== null && Object.keys(form.errors).length === 0;
  return (
    <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
      <Stack>
        {shown && <Refused error={invite.error} wait={wait} />}
        <TextInput
          label={t`E-mail`}
          description={t`A link goes there, good for 7 days. Who has no account registers with it.`}
          type="email"
          required
          data-autofocus
          {...form.getInputProps('email')}
        />
        <Radio.Group label={t`Role`} {...form.getInputProps('role')}>
          <Stack gap="xs" mt="xs">
            {givableRoles(looker).map((given) => (
              <Radio key={given} value={given} label={role(given)} description={meaning(given)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t`A word of yours`}
          description={t`Stands in the mail. You can leave it empty.`}
          maxLength={500}
          autosize
          minRows={2}
          {...form.getInputProps('message')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={wait > 0}>
            <Trans>Send the invitation</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
