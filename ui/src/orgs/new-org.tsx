import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { RegionSelect, ZoneSelect } from './place-fields';
import { Dialog } from '../parts/dialog';

/** The dialog that makes an organization. */
export function NewOrg({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog opened={open} onClose={onClose} title={t`New organization`}>
      <Fields onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  name: string;
  region: string;
  zone: string;
  [more: string]: string;
}

/** The country of the browser's language, where it names one. */
const regionHere = (): string => new Intl.Locale(navigator.language).region ?? 'US';

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useForm<Values>({
    initialValues: {
      name: '',
      region: regionHere(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  });
  const create = useCommand({
    send: ({ name, region, zone }: Values, key) =>
      body(
        api.POST('/v1/orgs', {
          params: { header: { 'idempotency-key': key } },
          body: { name, region, time_zone: zone },
        }),
      ),
    touches: () => [['orgs'], ['me']],
    onDone: (org) => {
      onClose();
      tell(t`${org.name} is made. You own it.`);
      void navigate({ to: '/o/$org/events', params: { org: org.id } });
    },
    onProblem: (problem) => showFaults(form, problem, { time_zone: 'zone' }),
  });
  const shown = create.error !== null && !isProblem(create.error, 'invalid-fields');
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        {shown && <Trouble error={create.error} />}
        <TextInput
          label={t`Name`}
          description={t`What its members call it.`}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <RegionSelect
          label={t`Country`}
          description={t`Of phone numbers that have no country code.`}
         
          {...form.getInputProps('region')}
        />
        <ZoneSelect
          label={t`Time zone`}
          description={t`Of new events.`}
         
          {...form.getInputProps('zone')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={create.isPending}>
            <Trans>Create</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
