import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { useMay, useOrg } from '../orgs/use-org';
import { showFaults } from '../parts/form-problem';
import { PageHead } from '../parts/page-head';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { Problem } from '../api/problem';
import { EventBasics } from './event-basics';
import { useEventFaults } from './event-faults';
import { EventRules } from './event-rules';
import { blankValues, bodyOf, type EventValues, FIELD_NAMES } from './event-values';

/** Making an event: what it is first, how it fills for who wants it otherwise. */
export function NewEventPage() {
  const { t } = useLingui();
  const may = useMay();
  return (
    <Stack gap={0} maw={760} mx="auto">
      <PageHead title={t`New event`} sub={t`Nobody is invited before you start it.`} />
      {may('work') ? <NewEventForm /> : <Trouble error={new Problem('forbidden', 403, '', null, [], null, null)} />}
    </Stack>
  );
}

function NewEventForm() {
  const { t } = useLingui();
  const org = useOrg();
  const navigate = useNavigate();
  const faults = useEventFaults();
  const form = useForm<EventValues>({ initialValues: blankValues(org), validate: (values) => faults(values) });
  const create = useCommand({
    send: (values: EventValues, key) =>
      body(
        api.POST('/v1/orgs/{org}/events', {
          params: { path: { org: org.id }, header: { 'idempotency-key': key } },
          body: bodyOf(values),
        }),
      ),
    touches: () => [['org', org.id, 'events']],
    onDone: (event) => {
      tell(t`${event.name} is there. Now choose whom to invite.`);
      return navigate({ to: '/o/$org/events/$event/add', params: { org: org.id, event: event.id } });
    },
    onProblem: (problem) => showFaults(form, problem, FIELD_NAMES),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => create.mutate(values), focusFirst)}>
      <Stack gap="lg">
        <EventBasics form={form} />
        <EventRules form={form} />
        {create.error !== null && <Trouble error={create.error} />}
        <Group justify="flex-end">
          <Button
            variant="default"
            renderRoot={(root) => <Link to="/o/$org/events" params={{ org: org.id }} {...root} />}
          >
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={create.isPending}>
            <Trans>Make the event</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );

  function focusFirst(errors: Record<string, unknown>): void {
    const [first] = Object.keys(errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  }
}
