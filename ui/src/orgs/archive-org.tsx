import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Anchor, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, type Problem } from '../api/problem';
import { Section } from '../parts/section';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useOrg } from './use-org';
import { Dialog } from '../parts/dialog';

/** The end of an org: its name is typed, so that it is not another one's. */
export function ArchiveOrg() {
  const { t } = useLingui();
  const org = useOrg();
  const [open, { open: show, close }] = useDisclosure(false);
  return (
    <Section title={t`Archive the organization`} danger>
      <Text size="sm">
        <Trans>
          It sends nothing more, and nobody can answer. For 30 days an owner can restore it as it was; then its
          contacts, events and messages are deleted for good.
        </Trans>
      </Text>
      <Group>
        <Button color="red" variant="light" onClick={show}>
          <Trans>Archive {org.name}</Trans>
        </Button>
      </Group>
      <Dialog opened={open} onClose={close} title={t`Archive ${org.name}?`}>
        <TypeItsName onClose={close} />
      </Dialog>
    </Section>
  );
}

function TypeItsName({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const org = useOrg();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const archive = useCommand({
    send: (typed: string) =>
      body(api.DELETE('/v1/orgs/{org}', { params: { path: { org: org.id } }, body: { name: typed } })),
    touches: () => [['orgs'], ['org', org.id]],
    onDone: () => {
      onClose();
      tell(t`${org.name} is archived.`);
      void navigate({ to: '/orgs' });
    },
  });
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault();
        archive.mutate(name.trim());
      }}
    >
      <Stack>
        {archive.error !== null && <WhyNot error={archive.error} org={org.id} />}
        <TextInput
          label={t`Type its name: ${org.name}`}
          value={name}
          onChange={(change) => setName(change.currentTarget.value)}
          autoComplete="off"
          required
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button type="submit" color="red.8" loading={archive.isPending} disabled={name.trim() !== org.name}>
            <Trans>Archive {org.name}</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WhyNot({ error, org }: { error: Error; org: string }) {
  const { t } = useLingui();
  const events = isProblem(error, 'not-allowed-now') ? idsOf(error) : [];
  if (events.length === 0) return <Trouble error={error} />;
  return (
    <Alert role="alert" color="red" title={t`Guests are invited to events here`}>
      <Text size="sm">
        <Trans>Cancel these first, so that the guests hear of it:</Trans>
      </Text>
      <List size="sm" mt={4}>
        {events.map((event) => (
          <List.Item key={event}>
            <EventLink org={org} event={event} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** The problem names events by their ids alone. */
function EventLink({ org, event }: { org: string; event: string }) {
  const name = useQuery({
    queryKey: ['org', org, 'event-name', event],
    queryFn: () => body(api.GET('/v1/orgs/{org}/events/{event}', { params: { path: { org, event } } })),
    select: (read) => read.name,
  }).data;
  return (
    <Anchor inherit renderRoot={(root) => <Link to="/o/$org/events/$event" params={{ org, event }} {...root} />}>
      {name ?? <Trans>Event</Trans>}
    </Anchor>
  );
}

function idsOf(problem: Problem): string[] {
  const { events } = problem.more;
  return Array.isArray(events) ? events.filter((id) => typeof id === 'string') : [];
}
