import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Collapse, Fieldset, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconPlus, IconTrash } from '@tabler/icons-react';
import { ZoneSelect } from '../orgs/place-fields';
import type { ContactValues } from './contact-values';
import { FIELDS, useFieldName } from './field-names';

/** Most own fields of one contact. */
const CUSTOM_MAX = 20;

type Form = UseFormReturnType<ContactValues>;

/** Whatever else can be known of a person: opened where something of it is. */
export function ContactMoreFields({ form }: { form: Form }) {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const { fields, custom, zone } = form.getValues();
  const [opened, { toggle }] = useDisclosure(Object.keys(fields).length > 0 || custom.length > 0 || zone !== '');
  return (
    <>
      <Button
        variant="subtle"
        justify="space-between"
        aria-expanded={opened}
        rightSection={<IconChevronDown size={16} aria-hidden />}
        onClick={toggle}
      >
        {opened ? <Trans>Fewer fields</Trans> : <Trans>More fields</Trans>}
      </Button>
      <Collapse expanded={opened}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {FIELDS.map((name) =>
              name === 'priority' ? (
                <Priority key={name} form={form} />
              ) : (
                <TextInput
                  key={name}
                  label={fieldName(name)}
                  type={name === 'birthday' ? 'date' : 'text'}
                  {...form.getInputProps(`fields.${name}`)}
                  value={fields[name] ?? ''}
                />
              ),
            )}
            <ZoneSelect
              label={t`Time zone`}
              placeholder={t`As the phone says`}
              clearable
              {...form.getInputProps('zone')}
              value={zone || null}
              onChange={(chosen) => form.setFieldValue('zone', chosen ?? '')}
            />
          </SimpleGrid>
          <OwnFields form={form} />
        </Stack>
      </Collapse>
    </>
  );
}

function Priority({ form }: { form: Form }) {
  const { t } = useLingui();
  const value = form.getValues().fields.priority;
  return (
    <Select
      label={t`Priority`}
      data={[
        { value: 'high', label: t`High` },
        { value: 'normal', label: t`Normal` },
        { value: 'low', label: t`Low` },
      ]}
      value={value === undefined || value === '' ? 'normal' : value}
      error={form.errors['fields.priority']}
     
      onChange={(chosen) => form.setFieldValue('fields.priority', chosen === 'normal' ? '' : (chosen ?? ''))}
    />
  );
}

function OwnFields({ form }: { form: Form }) {
  const { t } = useLingui();
  const { custom } = form.getValues();
  const faults = Object.entries(form.errors).filter(([name]) => name.startsWith('custom'));
  return (
    <Fieldset legend={t`Own fields`}>
      <Stack gap="xs">
        {custom.map((_, place) => (
          <Group key={place} wrap="nowrap" align="flex-end" gap="xs">
            <TextInput flex={1} label={t`Name`} maxLength={60} {...form.getInputProps(`custom.${place}.name`)} />
            <TextInput flex={1} label={t`Value`} maxLength={200} {...form.getInputProps(`custom.${place}.value`)} />
            <ActionIcon
              variant="subtle"
              color="red"
              size={44}
              aria-label={t`Remove this field`}
              onClick={() => form.removeListItem('custom', place)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {faults.map(([name, fault]) => (
          <Text key={name} size="sm" c="var(--mantine-color-error)" role="alert">
            {fault}
          </Text>
        ))}
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={custom.length >= CUSTOM_MAX}
          onClick={() => form.insertListItem('custom', { name: '', value: '' })}
        >
          <Trans>Add a field of your own</Trans>
        </Button>
      </Stack>
    </Fieldset>
  );
}
