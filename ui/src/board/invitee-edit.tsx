import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, NumberInput, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body, type Schemas, type Seen } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { eventKey, inviteeKey, usePlace } from './event-queries';
import { changedFields, rebased } from './invitee-values';

const PARTY_MAX = 20;
const NOTE_CHARS_MAX = 1_000;

/** What is noted of a guest: name, how many may come, a note. */
export function InviteeEdit({ seen }: { seen: Seen<Schemas['InviteeDetails']> }) {
  const { t } = useLingui();
  const { form, save, changed } = useEdit(seen);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm">
        <Title order={3} size="h4">
          <Trans>What is noted</Trans>
        </Title>
        <TextInput label={t`Name on this list`} required maxLength={200} {...form.getInputProps('name')} />
        <NumberInput
          label={t`How many may come, the guest included`}
          min={1}
          max={PARTY_MAX}
          allowDecimal={false}
          clampBehavior="strict"
          required
          {...form.getInputProps('max_party')}
        />
        <Textarea label={t`Note`} autosize minRows={2} maxRows={8} maxLength={NOTE_CHARS_MAX} {...form.getInputProps('note')} />
        <Text size="sm" c="dimmed">
          <Trans>To change the phone, remove the guest and add the contact with its new number.</Trans>
        </Text>
        {changed && (
          <Text size="sm" role="alert">
            <Trans>It changed meanwhile: look again, then save once more to keep what you typed.</Trans>
          </Text>
        )}
        {save.error !== null && !isProblem(save.error, 'stale') && !isProblem(save.error, 'invalid-fields') && <Trouble error={save.error} />}
        <Group justify="flex-end">
          <Button type="submit" variant="light" disabled={!form.isDirty()} loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The form. What the organizer has not touched follows the server; what was typed stays. */
function useEdit({ value, etag }: Seen<Schemas['InviteeDetails']>) {
  const { t } = useLingui();
  const place = usePlace();
  const queries = useQueryClient();
  const known = noted(value);
  const form = useForm({ initialValues: known });
  // What the typing began from. Where only the engine made a new revision of it, that is as good.
  const [base, setBase] = useState({ etag, values: known });
  const [changed, setChanged] = useState(false);
  const text = JSON.stringify(known);
  useEffect(() => {
    if (form.isDirty() && JSON.stringify(base.values) !== text) return;
    setBase({ etag, values: known });
    if (form.isDirty()) return;
    form.setInitialValues(known);
    form.setValues(known);
    // The form itself is the same at every render.
  }, [text, etag]);
  const rebase = (now: Seen<Schemas['InviteeDetails']>) => {
    const values = noted(now.value);
    const typed = rebased(base.values, values, form.getValues());
    setBase({ etag: now.etag, values });
    form.setInitialValues(values);
    form.setValues(typed);
  };
  const save = useCommand({
    send: (values: Noted) =>
      body(
        api.PATCH('/v1/orgs/{org}/events/{event}/invitees/{invitee}', {
          params: { path: { ...place, invitee: value.id }, header: base.etag === null ? {} : { 'if-match': base.etag } },
          body: changedFields(base.values, values),
        }),
      ),
    touches: () => [eventKey(place)],
    onDone: (_invitee, values) => {
      setChanged(false);
      form.resetDirty(values);
      tell(t`Saved`);
    },
    onProblem: (problem) => {
      if (problem.slug === 'stale') {
        setChanged(true);
        void queries
          .fetchQuery<Seen<Schemas['InviteeDetails']>>({ queryKey: inviteeKey(place, value.id), staleTime: 0 })
          .then(rebase)
          .catch(() => undefined);
      } else {
        showFaults(form, problem);
      }
    },
  });
  return { form, save, changed };
}

type Noted = Pick<Schemas['InviteeDetails'], 'name' | 'max_party' | 'note'>;

function noted({ name, max_party, note }: Schemas['InviteeDetails']): Noted {
  return { name, max_party, note };
}
