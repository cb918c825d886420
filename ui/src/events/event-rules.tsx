import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Fieldset, Group, List, NumberInput, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { RegionSelect } from '../orgs/place-fields';
import type { EventForm } from './event-basics';
import { useRuleWords } from './rule-words';

/** What will happen by the rules as they are; the rules themselves for who wants other ones. */
export function EventRules({ form, open = false }: { form: EventForm; open?: boolean }) {
  const { t } = useLingui();
  const words = useRuleWords()(form.getValues());
  const [wanted, want] = useState(open);
  const faulty = Object.keys(form.errors).some((name) => /^(settings|deadline|region|host)/.test(name));
  const shown = wanted || faulty;
  return (
    <Stack gap="lg">
      <Fieldset legend={t`What will happen`} radius="md">
        <List size="sm" spacing={4} aria-live="polite">
          {words.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
        {!shown && (
          <Button
            mt="md"
            variant="default"
            leftSection={<IconAdjustments size={18} aria-hidden />}
            aria-expanded={false}
            onClick={() => want(true)}
          >
            <Trans>Change how it fills</Trans>
          </Button>
        )}
      </Fieldset>
      {shown && (
        <>
          <Answers form={form} />
          <Hours form={form} />
          <Parties form={form} />
          <Words form={form} />
        </>
      )}
    </Stack>
  );
}

function Answers({ form }: { form: EventForm }) {
  const { t } = useLingui();
  const rules = form.getValues().settings;
  return (
    <Fieldset legend={t`Answers`} radius="md">
      <Stack gap="md">
        <Group align="flex-start" gap="lg">
          <NumberInput
            label={t`Hours to answer`}
            description={t`A quarter of an hour to 90 days.`}
            disabled={rules.until_close}
            decimalScale={2}
            clampBehavior="none"
            w={220}
            {...form.getInputProps('settings.expiry_hours')}
          />
          <Checkbox
            mt={{ base: 0, xs: 52 }}
            label={t`Until answers close`}
            {...form.getInputProps('settings.until_close', { type: 'checkbox' })}
          />
        </Group>
        <TextInput
          type="datetime-local"
          label={t`Last time to answer`}
          description={t`On the event's clock. Left empty: when the event starts.`}
          maw={320}
          {...form.getInputProps('deadline')}
        />
        <Radio.Group label={t`A yes without a free seat`} {...form.getInputProps('settings.waitlist')}>
          <Stack gap="xs" mt="xs">
            <Radio value="auto" label={t`joins the waitlist and gets the next free seat`} />
            <Radio value="offer" label={t`joins the waitlist and is asked again when a seat is free`} />
            <Radio value="off" label={t`is refused`} />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={t`Late answers may still take a free seat`}
          {...form.getInputProps('settings.allow_late', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}

function Hours({ form }: { form: EventForm }) {
  const { t } = useLingui();
  const rules = form.getValues().settings;
  return (
    <Fieldset legend={t`Reminders and hours`} radius="md">
      <Stack gap="md">
        <Checkbox label={t`Remind the silent once, at half time`} {...form.getInputProps('settings.silent', { type: 'checkbox' })} />
        <Checkbox label={t`Remind confirmed guests a day before`} {...form.getInputProps('settings.day_before', { type: 'checkbox' })} />
        <Checkbox label={t`Remind confirmed guests an hour before`} {...form.getInputProps('settings.hour_before', { type: 'checkbox' })} />
        <Checkbox
          label={t`Keep quiet hours`}
          description={t`By the event’s clock; for phones of another country by the clocks there.`}
          {...form.getInputProps('settings.quiet', { type: 'checkbox' })}
        />
        {rules.quiet && (
          <SimpleGrid cols={2} maw={360}>
            <TextInput type="time" label={t`Quiet from`} {...form.getInputProps('settings.quiet_from')} />
            <TextInput type="time" label={t`until`} {...form.getInputProps('settings.quiet_until')} />
          </SimpleGrid>
        )}
        <NumberInput
          label={t`Stop inviting so many hours before the start`}
          decimalScale={2}
          allowNegative={false}
          clampBehavior="none"
          maw={360}
          {...form.getInputProps('settings.min_notice_hours')}
        />
      </Stack>
    </Fieldset>
  );
}

function Parties({ form }: { form: EventForm }) {
  const { t } = useLingui();
  const rules = form.getValues().settings;
  return (
    <Fieldset legend={t`How many at a time`} radius="md">
      <Stack gap="md">
        <NumberInput
          label={t`People per invitation`}
          description={t`The guest and those they may bring. 1 to 20.`}
          allowDecimal={false}
          clampBehavior="none"
          maw={360}
          {...form.getInputProps('settings.max_party')}
        />
        <Checkbox
          label={t`Never offer a party fewer seats than that`}
          {...form.getInputProps('settings.all_or_nothing', { type: 'checkbox' })}
        />
        <Checkbox
          label={t`Ask only so many at a time`}
          description={t`Otherwise every free seat is offered at once.`}
          {...form.getInputProps('settings.batch_limited', { type: 'checkbox' })}
        />
        {rules.batch_limited && (
          <NumberInput
            label={t`Invitations at a time`}
            allowDecimal={false}
            clampBehavior="none"
            maw={360}
            {...form.getInputProps('settings.batch_limit')}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

function Words({ form }: { form: EventForm }) {
  const { t } = useLingui();
  return (
    <Fieldset legend={t`Names and who sees what`} radius="md">
      <Stack gap="md">
        <TextInput label={t`Who invites, as messages say it`} maxLength={100} {...form.getInputProps('host')} />
        <RegionSelect
          label={t`Country of phone numbers without a country code`}
         
          {...form.getInputProps('region')}
        />
        <Checkbox
          label={t`Guests see who else comes`}
          description={t`First name and the initial of the last name.`}
          {...form.getInputProps('settings.show_attendees', { type: 'checkbox' })}
        />
        <Checkbox
          label={t`Viewers of this event may send messages`}
          {...form.getInputProps('settings.viewers_can_message', { type: 'checkbox' })}
        />
        <Text size="sm" c="dimmed">
          <Trans>The words of each message are under Texts, once the event is there.</Trans>
        </Text>
      </Stack>
    </Fieldset>
  );
}
