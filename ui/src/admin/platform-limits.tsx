import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, NumberInput, SimpleGrid } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Schemas, Seen } from '../api/client';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { Section } from '../parts/section';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useChangeSettings } from './platform-settings-query';

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

/** How much the platform sends at most, how long a list may be, and what a segment costs. */
export function PlatformLimits({ seen }: { seen: Seen<Schemas['PlatformSettingsView']> }) {
  const { t } = useLingui();
  const form = useForm<Values>({ initialValues: valuesOf(seen.value) });
  const change = useChangeSettings({
    onDone: ({ value }) => {
      form.setInitialValues(valuesOf(value));
      form.setValues(valuesOf(value));
      tell(t`The limits are saved.`);
    },
    onProblem: (problem) => {
      showFaults(form, problem, {
        hour_limit: 'hour',
        day_limit: 'day',
        invitees_max: 'invitees',
        segment_price_micros: 'price',
      });
    },
  });
  const save = ({ hour, day, invitees, price }: Values) =>
    change.mutate({
      hour_limit: hour,
      day_limit: day,
      invitees_max: invitees,
      segment_price_micros: price === '' ? 0 : Math.round(price * MICROS),
    });
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
