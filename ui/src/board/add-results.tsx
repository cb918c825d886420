import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Card, Group, List, Loader, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { api, body } from '../api/client';
import { count } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import { type AddTally, lookedAt, type Told } from './add-tally';
import { usePlace } from './event-queries';
import type { AddRun } from './use-add-run';

/** Names that are asked for, where only the contacts' ids are known. */
const NAMED_MAX = 20;

/** What became of the people who were to be added: how many, and who was not and why. */
export function AddResults(props: {
  run: AddRun;
  names: ReadonlyMap<string, string>;
  onGoOn: () => void;
  onMore: () => void;
}) {
  const { run, names, onGoOn, onMore } = props;
  const place = usePlace();
  if (run.state === 'running') {
    return (
      <Card withBorder padding="lg" role="status">
        <Group>
          <Loader size="sm" aria-hidden />
          <Text className="figures">
            <Trans>{count(lookedAt(run.tally))} done so far</Trans>
          </Text>
        </Group>
      </Card>
    );
  }
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Sum run={run} />
        {run.state === 'stopped' && <Trouble error={run.error} retry={onGoOn} />}
        <Reasons tally={run.tally} names={names} />
        <Group>
          <Button renderRoot={(root) => <Link to="/o/$org/events/$event" params={place} {...root} />}>
            <Trans>To the list</Trans>
          </Button>
          <Button variant="default" onClick={onMore}>
            <Trans>Add more people</Trans>
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Sum({ run }: { run: AddRun }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Title order={3} ref={heading} tabIndex={-1}>
      <Plural value={run.tally.added} _0="Nobody new was added" one="One person was added" other="# people were added" />
    </Title>
  );
}

function Reasons({ tally, names }: { tally: AddTally; names: ReadonlyMap<string, string> }) {
  const nameOf = useNames(tally, names);
  return (
    <Stack gap="sm">
      {tally.already > 0 && (
        <Line good>
          <Plural value={tally.already} one="One was on the list already" other="# were on the list already" />
        </Line>
      )}
      {tally.gone > 0 && (
        <Line>
          <Plural value={tally.gone} one="One contact was deleted meanwhile" other="# contacts were deleted meanwhile" />
        </Line>
      )}
      <Who
        told={tally.samePhone}
        words={<Plural value={tally.samePhone.length} one="One has the same phone as somebody on the list, and was not added:" other="# have the same phone as somebody on the list, and were not added:" />}
        each={({ contact, other }) => (
          <Trans>
            {nameOf(contact)}: same phone as {other}
          </Trans>
        )}
      />
      <Who
        told={tally.noPhone}
        words={<Plural value={tally.noPhone.length} one="One has no phone number: on the list, but cannot be texted:" other="# have no phone number: on the list, but cannot be texted:" />}
        each={({ contact }) => nameOf(contact)}
      />
      <Who
        told={tally.optedOut}
        words={<Plural value={tally.optedOut.length} one="One wants no texts, and was not added:" other="# want no texts, and were not added:" />}
        each={({ contact }) => nameOf(contact)}
      />
    </Stack>
  );
}

function Line({ good, children }: { good?: boolean; children: ReactNode }) {
  return (
    <Group gap="xs" wrap="nowrap">
      {good ? <IconCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      <Text size="sm">{children}</Text>
    </Group>
  );
}

function Who(props: { told: readonly Told[]; words: ReactNode; each: (one: Told) => ReactNode }) {
  if (props.told.length === 0) return null;
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm" fw={600}>
        {props.words}
      </Text>
      <ScrollArea.Autosize mah={240} tabIndex={0}>
        <List size="sm">
          {props.told.map((one) => (
            <List.Item key={one.contact}>{props.each(one)}</List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </Alert>
  );
}

/** Names by contact: those that are known, and the first of the others, which are asked for. */
function useNames(tally: AddTally, names: ReadonlyMap<string, string>): (contact: string) => string {
  const { t } = useLingui();
  const { org } = usePlace();
  const told = [...tally.samePhone, ...tally.noPhone, ...tally.optedOut].map(({ contact }) => contact);
  const unknown = told.filter((contact) => !names.has(contact)).slice(0, NAMED_MAX);
  const found = useQueries({
    queries: unknown.map((contact) => ({
      queryKey: ['org', org, 'contacts', 'name', contact],
      queryFn: async () => (await body(api.GET('/v1/orgs/{org}/contacts/{contact}', { params: { path: { org, contact } } }))).name,
      staleTime: 60_000,
    })),
  });
  const asked = new Map(unknown.map((contact, index) => [contact, found[index]?.data]));
  return (contact) => names.get(contact) ?? asked.get(contact) ?? t`A contact`;
}
