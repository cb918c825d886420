import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, NumberInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, seen, type Seen } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { changedValues } from '../parts/rebase';
import { LoadingRows } from '../parts/states';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useBase } from '../parts/use-base';
import type { Tenant } from './tenant-card';
import { Dialog } from '../parts/dialog';

const tenantQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['admin', 'org', tenant],
    queryFn: () => seen(api.GET('/v1/admin/orgs/{tenant}', { params: { path: { tenant } } })),
    staleTime: 0,
  });

/** The dialog that changes how much an organization may send and hold. */
export function TenantLimits({ tenant, open, onClose }: { tenant: Tenant; open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={open} onClose={onClose} title={t`Limits of ${tenant.name}`}>
      <Loaded id={tenant.id} onClose={onClose} />
    </Dialog>
  );
}

function Loaded({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(tenantQuery(id));
  // What is being typed stays where a look in the background fails.
  if (error !== null && data === undefined) return <Trouble error={error} retry={() => void refetch()} />;
  return data === undefined ? <LoadingRows rows={3} /> : <Fields tenant={data} onClose={onClose} />;
}

interface Values {
  hour: number;
  day: number;
  /** Empty: the platform's limit is the only one. */
  invitees: number | '';
  [more: string]: number | '';
}

const valuesOf = ({ limits }: Tenant): Values => ({
  hour: limits.hour_limit,
  day: limits.day_limit,
  invitees: limits.invitees_max ?? '',
});

/** What of the limits is sent: what was changed in the form. */
function changeOf(values: Values, before: Values): Schemas['LimitsBody'] {
  const { hour, day, invitees } = changedValues(values, before);
  return {
    ...(hour !== undefined && { hour_limit: Number(hour) }),
    ...(day !== undefined && { day_limit: Number(day) }),
    ...(invitees !== undefined && { invitees_max: invitees === '' ? null : invitees }),
  };
}

function Fields({ tenant, onClose }: { tenant: Seen<Tenant>; onClose: () => void }) {
  const { t } = useLingui();
  const { id, name } = tenant.value;
  const queries = useQueryClient();
  const form = useForm<Values>({ initialValues: valuesOf(tenant.value) });
  const base = useBase(tenant, form, valuesOf);
  const save = useCommand({
    send: (values: Values) =>
      seen(
        api.PATCH('/v1/admin/orgs/{tenant}', {
          params: { path: { tenant: id }, header: { 'if-match': base.etag } },
          body: changeOf(values, base.values),
        }),
      ),
    touches: () => [['admin', 'orgs'], ['admin', 'org', id]],
    onDone: () => {
      onClose();
      tell(t`The limits of ${name} are changed.`);
    },
    onProblem: (problem) => {
      if (base.onStale(problem, () => queries.fetchQuery(tenantQuery(id)))) return;
      showFaults(form, problem, { hour_limit: 'hour', day_limit: 'day', invitees_max: 'invitees' });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {isProblem(save.error, 'stale') && (
          <Alert color="orange" role="alert">
            <Trans>Somebody changed the organization meanwhile. Look at what you typed, then save again.</Trans>
          </Alert>
        )}
        {save.error !== null && !isProblem(save.error, 'stale') && !isProblem(save.error, 'invalid-fields') && (
          <Trouble error={save.error} />
        )}
        <NumberInput label={t`Messages in any hour`} min={0} required data-autofocus {...form.getInputProps('hour')} />
        <NumberInput label={t`Messages in any 24 hours`} min={0} required {...form.getInputProps('day')} />
        <NumberInput
          label={t`Most invitees on one event's list`}
          description={t`Empty: the platform's limit is the only one.`}
          min={1}
          {...form.getInputProps('invitees')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
