import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { Schemas } from '../api/client';
import { isProblem } from '../api/problem';
import { useOrg } from '../orgs/use-org';
import { showFaults } from '../parts/form-problem';
import { Trouble } from '../parts/trouble';
import { ContactMoreFields } from './contact-more-fields';
import { BLANK, type ContactValues, differences, rebased, valuesOf } from './contact-values';
import { useFieldName } from './field-names';
import { TagsField } from './tags-field';

/** The inputs of a contact. Whether they fit, the server says, at the input that it is about. */
export function ContactForm(props: {
  org: string;
  contact?: Schemas['Contact'];
  /** The contact as the form began with it, where somebody changed it since. */
  before?: Schemas['Contact'] | null;
  error: unknown;
  pending: boolean;
  act: ReactNode;
  another?: boolean;
  onSubmit: (values: ContactValues, more: boolean) => void;
  onCancel: () => void;
}) {
  const { t } = useLingui();
  const region = useOrg().region;
  const { contact, before } = props;
  const form = useForm<ContactValues>({ initialValues: contact === undefined ? BLANK : valuesOf(contact) });
  const [told, setTold] = useState(true);
  useEffect(() => {
    setTold(props.error === null || tellFaults(form, props.error, props.org));
    // The form's own identity changes with every letter.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [props.error, props.org]);
  useEffect(() => {
    if (before !== undefined && before !== null && contact !== undefined) {
      form.setValues(rebased(form.getValues(), before, contact));
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [before, contact]);
  return (
    <form onSubmit={form.onSubmit((values) => props.onSubmit(values, false))} noValidate>
      <Stack>
        {!told && <Trouble error={props.error} />}
        {before !== undefined && before !== null && contact !== undefined && (
          <SomebodyElse before={before} now={contact} />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t`First name`} maxLength={200} data-autofocus {...form.getInputProps('first_name')} />
          <TextInput label={t`Last name`} maxLength={200} {...form.getInputProps('last_name')} />
        </SimpleGrid>
        <TextInput
          label={t`Phone`}
          type="tel"
          dir="ltr"
          description={t`With a country code, or as it is dialled in your region (${region}).`}
          {...form.getInputProps('phone')}
        />
        <TextInput label={t`E-mail`} type="email" dir="ltr" {...form.getInputProps('email')} />
        <TagsField
          org={props.org}
          label={t`Tags`}
          description={t`Press Enter after each tag.`}
          {...form.getInputProps('tags')}
        />
        <TextInput label={t`Organization`} maxLength={200} {...form.getInputProps('organization')} />
        <Textarea label={t`Note`} autosize minRows={2} maxRows={10} maxLength={2000} {...form.getInputProps('note')} />
        <ContactMoreFields form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          {props.another && (
            <Button
              variant="light"
              disabled={props.pending}
              onClick={() => form.onSubmit((values) => props.onSubmit(values, true))()}
            >
              <Trans>Add, and one more</Trans>
            </Button>
          )}
          <Button type="submit" loading={props.pending}>
            {props.act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Puts every fault at its input; `false` where one has no input to stand at. */
function tellFaults(form: ReturnType<typeof useForm<ContactValues>>, error: unknown, org: string): boolean {
  if (isProblem(error, 'taken')) {
    const { field, contact } = error.more;
    if (typeof field !== 'string' || typeof contact !== 'string') return false;
    form.setFieldError(field, <Taken field={field} org={org} contact={contact} />);
    return true;
  }
  return showFaults(form, error, { name: 'first_name' });
}

function Taken({ field, org, contact }: { field: string; org: string; contact: string }) {
  return (
    <>
      {field === 'phone' ? (
        <Trans>Another contact has this phone.</Trans>
      ) : (
        <Trans>Another contact has this e-mail address.</Trans>
      )}{' '}
      <Link to="/o/$org/contacts/$contact" params={{ org, contact }}>
        <Trans>See who has it</Trans>
      </Link>
    </>
  );
}

function SomebodyElse({ before, now }: { before: Schemas['Contact']; now: Schemas['Contact'] }) {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const names: Record<string, string> = { first_name: t`First name`, last_name: t`Last name` };
  const changed = differences(before, now)
    .map((name) => names[name] ?? fieldName(name))
    .join(', ');
  return (
    <Alert color="yellow" icon={<IconUsers aria-hidden />} title={t`Somebody else changed this contact`} role="alert">
      <Text size="sm">
        {changed === '' ? (
          <Trans>What you typed was kept. Look again, then save.</Trans>
        ) : (
          <Trans>They changed: {changed}. What you typed was kept. Look again, then save.</Trans>
        )}
      </Text>
    </Alert>
  );
}
