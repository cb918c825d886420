import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Fieldset, Group, NumberInput, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ZoneSelect } from '../orgs/place-fields';
import { moment } from '../parts/moment';
import type { EventValues } from './event-values';
import { readLocal } from './wall-clock';

/** A form of an event. */
export type EventForm = UseFormReturnType<EventValues>;

/** What every event has: what, when, where, and how many. */
export function EventBasics({ form }: { form: EventForm }) {
  const { t } = useLingui();
  return (
    <Stack gap="lg">
      <TextInput label={t`Name`} withAsterisk maxLength={200} {...form.getInputProps('name')} />
      <When form={form} />
      <TextInput label={t`Place`} maxLength={200} {...form.getInputProps('location')} />
      <Textarea
        label={t`Details`}
        description={t`Guests read them on their page.`}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2000}
        {...form.getInputProps('details')}
      />
      <Seats form={form} />
    </Stack>
  );
}

function When({ form }: { form: EventForm }) {
  const { t } = useLingui();
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <TextInput type="date" label={t`Date`} withAsterisk {...form.getInputProps('date')} />
        <TextInput type="time" label={t`Starts at`} withAsterisk {...form.getInputProps('time')} />
        <NumberInput
          label={t`Length in hours`}
          step={0.5}
          decimalScale={2}
          allowNegative={false}
          clampBehavior="none"
          {...form.getInputProps('hours')}
        />
      </SimpleGrid>
      <ZoneSelect label={t`Time zone`} {...form.getInputProps('zone')} />
      <ClockNote form={form} />
    </Stack>
  );
}

/** Says what is meant where the clocks change, and how long ago a past start is. */
function ClockNote({ form }: { form: EventForm }) {
  const { date, time, zone } = form.getValues();
  const reading = readLocal(`${date}T${time}`, zone);
  if (reading === null || reading.kind === 'once') return <Text role="status" size="sm" hidden />;
  const start = moment(reading.at, zone, 'long');
  return (
    <Text role="status" size="sm" fw={600}>
      {reading.kind === 'skipped' ? (
        <Trans>The clocks go forward over this time, so it does not exist. It starts {start}.</Trans>
      ) : (
        <Trans>The clocks go back, so this time comes twice. The first one is meant: {start}.</Trans>
      )}
    </Text>
  );
}

function Seats({ form }: { form: EventForm }) {
  const { t } = useLingui();
  const { unlimited } = form.getValues();
  return (
    <Fieldset legend={t`Seats`} radius="md">
      <Stack gap="md">
        <Group align="flex-start" gap="lg">
          <NumberInput
            label={t`How many`}
            disabled={unlimited}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            w={140}
            {...form.getInputProps('capacity')}
          />
          <Checkbox mt={32} label={t`No limit`} {...form.getInputProps('unlimited', { type: 'checkbox' })} />
        </Group>
        <Checkbox
          label={t`I take one of the seats myself`}
          {...form.getInputProps('organizer_attends', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}
