import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, NumberInput, SimpleGrid } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { Schemas, Seen } from '../api/client';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { changedValues } from '../parts/rebase';
import { Section } from '../parts/section';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useBase } from '../parts/use-base';
import { settingsQuery, useChangeSettings } from './platform-settings-query';

interface Values {
  hour: number;
  day: number;
  invitees: number;
  /** In dollars; empty: not known. */
  price: number | '';
  [more: string]: number | '';
}

const MICROS = 1_000_000;

const valuesOf = (settings: Schemas['PlatformSettingsView']): Values => ({
  hour: settings.hour_limit,
  day: settings.day_limit,
  invitees: settings.invitees_max,
  price: settings.segment_price_micros == null ? '' : settings.segment_price_micros / MICROS,
});

/** What of the settings is sent: what was changed in the form. */
function changeOf(values: Values, seen: Values): Schemas['PlatformSettingsBody'] {
  const { hour, day, invitees, price } = changedValues(values, seen);
  return {
    ...(hour !== undefined && { hour_limit: Number(hour) }),
    ...(day !== undefined && { day_limit: Number(day) }),
    ...(invitees !== undefined && { invitees_max: Number(invitees) }),
    ...(price !== undefined && { segment_price_micros: Math.round(Number(price) * MICROS) }),
  };
}

/** How much the platform sends at most, how long a list may be, and what a segment costs. */
export function PlatformLimits({ seen }: { seen: Seen<Schemas['PlatformSettingsView']> }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const form = useForm<Values>({ initialValues: valuesOf(seen.value) });
  const base = useBase(seen, form, valuesOf);
  const change = useChangeSettings(
    {
      onDone: (saved) => {
        base.saved(saved);
        tell(t`The limits are saved.`);
      },
      onProblem: (problem) => {
        if (base.onStale(problem, () => queries.fetchQuery({ ...settingsQuery, staleTime: 0 }))) return;
        showFaults(form, problem, {
          hour_limit: 'hour',
          day_limit: 'day',
          invitees_max: 'invitees',
          segment_price_micros: 'price',
        });
      },
    },
    base,
  );
  const save = (values: Values) => change.mutate(changeOf(values, base.values));
  return (
    <Section
      title={t`Limits and prices`}
      sub={<Trans>Whoever sends next obeys them. An organization's own limits never go above these.</Trans>}
    >
      <form onSubmit={form.onSubmit(save)}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t`Messages in any hour`}
            min={0}
            max={1_000_000}
            thousandSeparator=" "
            required
            {...form.getInputProps('hour')}
          />
          <NumberInput
            label={t`Messages in any 24 hours`}
            min={0}
            max={1_000_000}
            thousandSeparator=" "
            required
            {...form.getInputProps('day')}
          />
          <NumberInput
            label={t`Most invitees on one event's list`}
            min={1}
            max={1_000_000}
            thousandSeparator=" "
            required
            {...form.getInputProps('invitees')}
          />
          <NumberInput
            label={t`What a segment costs, in dollars`}
            description={t`Empty: not known. Costs are then not shown.`}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={10}
            decimalScale={6}
            step={0.001}
            {...form.getInputProps('price')}
          />
        </SimpleGrid>
        <WhyNot error={change.error} />
        <Group mt="md">
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            <Trans>Save the limits</Trans>
          </Button>
        </Group>
      </form>
    </Section>
  );
}

function WhyNot({ error }: { error: Error | null }) {
  if (error === null || isProblem(error, 'invalid-fields')) return null;
  return isProblem(error, 'stale') ? (
    <Alert color="orange" role="alert" mt="md">
      <Trans>Somebody changed the settings meanwhile. Look at what you typed, then save again.</Trans>
    </Alert>
  ) : (
    <Trouble error={error} />
  );
}
