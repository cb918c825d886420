import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Refused, useWait } from '../accounts/wait';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { showFaults } from '../parts/form-problem';
import type { Tenant } from './tenant-card';
import { PasswordField } from '../accounts/password-field';
import { Dialog } from '../parts/dialog';

/** The dialog by which an admin of the platform enters somebody else's organization. */
export function EnterOrg({ tenant, open, onClose }: { tenant: Tenant; open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={open} onClose={onClose} title={t`Enter ${tenant.name}`}>
      <Fields tenant={tenant} onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  mode: string;
  reason: string;
  password: string;
  [more: string]: string;
}

function Fields({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<Values>({ initialValues: { mode: 'read_only', reason: '', password: '' } });
  const enter = useCommand({
    send: ({ mode, reason, password }: Values, key) =>
      body(
        api.POST('/v1/admin/orgs/{tenant}/entry', {
          params: { path: { tenant: tenant.id }, header: { 'idempotency-key': key } },
          body: { mode, reason, password },
        }),
      ),
    onDone: async () => {
      queries.removeQueries({ queryKey: ['org', tenant.id] });
      await queries.invalidateQueries({ queryKey: ['me'] });
      await navigate({ to: '/o/$org/events', params: { org: tenant.id } });
    },
    onProblem: (problem) => showFaults(form, problem),
  });
  const wait = useWait(enter.error);
  const shown = enter.error !== null && Object.keys(form.errors).length === 0;
  return (
    <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
      <Stack>
        {shown && <Refused error={enter.error} wait={wait} />}
        <Text size="sm">
          <Trans>For 30 minutes. The owners get a mail with your reason, and what you change stands in their history.</Trans>
        </Text>
        <Radio.Group label={t`What for`} {...form.getInputProps('mode')}>
          <Stack gap="xs" mt="xs">
            <Radio value="read_only" label={t`To look`} description={t`You see everything and change nothing.`} />
            <Radio value="acting" label={t`To act`} description={t`You may do what an admin of the organization may.`} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={t`Reason`}
          description={t`The owners read it.`}
          required
          maxLength={500}
          autosize
          minRows={2}
          {...form.getInputProps('reason')}
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
          <Button type="submit" loading={enter.isPending} disabled={wait > 0}>
            <Trans>Enter {tenant.name}</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
