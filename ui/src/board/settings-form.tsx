import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import type { Schemas } from '../api/client';
import { isProblem, type Problem } from '../api/problem';
import { EventBasics } from '../events/event-basics';
import { useEventFaults } from '../events/event-faults';
import { EventRules } from '../events/event-rules';
import { changeBetween, type EventValues, FIELD_NAMES, mergeValues, valuesOf } from '../events/event-values';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { onDemand } from '../parts/on-demand';
import { useEvent, useMayHere, useStatus } from './event-queries';
import { useEventChange } from './settings-change';
import { type Consequences, consequencesOf, isHarmless } from './settings-consequences';
import type { Choices } from './settings-dialogs';

/** Each is there only while it is asked. */
const always = () => true;
const dialogs = () => import('./settings-dialogs');
const ConsequencesDialog = onDemand(() => dialogs().then((views) => views.ConsequencesDialog), always);
const BelowAcceptedDialog = onDemand(() => dialogs().then((views) => views.BelowAcceptedDialog), always);

const NO_CHOICES: Choices = { extend_outstanding: false, revoke_unanswered: false };

/** The event's own form, saved under the revision that was seen. */
export function SettingsForm() {
  const may = useMayHere();
  const event = useEvent();
  const editable = may('work') && event.state !== 'cancelled' && event.purge_at == null;
  const settings = useSettings();
  const { form, change } = settings;
  useEffect(() => {
    // They are on the way to saving: a connection that is lost while somebody types must not stop that.
    dialogs().catch(() => undefined);
  }, []);
  return (
    <form noValidate onSubmit={form.onSubmit(settings.submit)}>
      <Fieldset variant="unstyled" disabled={!editable} p={0} m={0}>
        <Stack gap="lg">
          <EventBasics form={form} />
          <EventRules form={form} open />
          {change.error !== null && !isProblem(change.error, 'below-accepted') && <Refused error={change.error} />}
          {editable && (
            <Group justify="flex-end">
              <Button type="submit" loading={change.isPending}>
                <Trans>Save</Trans>
              </Button>
            </Group>
          )}
        </Stack>
      </Fieldset>
      {settings.asked !== null && (
        <ConsequencesDialog
          consequences={settings.asked}
          saving={change.isPending}
          onSave={settings.save}
          onClose={settings.close}
        />
      )}
      {settings.below !== null && (
        <BelowAcceptedDialog
          taken={settings.below}
          seats={Number(form.getValues().capacity)}
          name={event.name}
          owner={may('own')}
          saving={change.isPending}
          onForce={() => settings.save({ ...NO_CHOICES, force: true })}
          onClose={settings.close}
        />
      )}
    </form>
  );
}

function Refused({ error }: { error: Error }) {
  return (
    <Trouble error={error}>
      {isProblem(error, 'stale') && (
        <Text size="sm">
          <Trans>What you changed still stands in the form, the rest is as it is now. Save once more to keep it so.</Trans>
        </Text>
      )}
    </Trouble>
  );
}

/** The form's state: what it began from, what is asked before it is saved, and saving it. */
function useSettings() {
  const { t } = useLingui();
  const event = useEvent();
  const status = useStatus();
  const faults = useEventFaults();
  const [before, setBefore] = useState<EventValues>(() => valuesOf(event));
  const [asked, ask] = useState<Consequences | null>(null);
  const [below, setBelow] = useState<number | null>(null);
  const form = useForm<EventValues>({ initialValues: before, validate: (values) => faults(values, before) });
  const close = () => {
    ask(null);
    setBelow(null);
  };
  const begin = (now: Schemas['Event']) => {
    close();
    setBefore(valuesOf(now));
  };
  const change = useEventChange({
    onStale: (now) => {
      form.setValues(mergeValues(before, valuesOf(now), form.getValues()));
      begin(now);
    },
    onDone: (now) => {
      form.setValues(valuesOf(now));
      begin(now);
      tell(t`Saved.`);
    },
    onProblem: (problem) => {
      ask(null);
      setBelow(takenOf(problem));
      showFaults(form, problem, FIELD_NAMES);
    },
  });
  const save = (choices: Choices & { force?: boolean }) =>
    change.mutate({
      change: { ...changeBetween(before, form.getValues()), ...choices },
      untouched: (now) => JSON.stringify(valuesOf(now)) === JSON.stringify(before),
    });
  const submit = (values: EventValues) => {
    if (Object.keys(changeBetween(before, values)).length === 0) return tell(t`There is nothing to save.`);
    const consequences = consequencesOf(before, values, status);
    return isHarmless(consequences) ? save(NO_CHOICES) : ask(consequences);
  };
  return { form, change, asked, below, close, save, submit };
}

/** Seats that are taken, where that is what the problem is about. */
function takenOf(problem: Problem): number | null {
  return isProblem(problem, 'below-accepted') ? Number(problem.more.taken) : null;
}
