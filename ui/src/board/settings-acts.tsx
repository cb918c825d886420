import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { touched } from '../events/event-query';
import { useMay } from '../orgs/use-org';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';
import { DeleteEvent } from './delete-event';
import { useEvent, useMayHere, usePlace } from './event-queries';
import { DuplicateAct } from './settings-duplicate';
import { useToldOfDeleting } from './use-told';

/** What can be done with the event as a whole, each act with what it means. */
export function SettingsActs() {
  const event = useEvent();
  const may = useMayHere();
  const mayAnywhere = useMay();
  const deleted = event.purge_at != null;
  return (
    <Stack gap="md">
      {mayAnywhere('work') && <DuplicateAct key={event.id} />}
      {may('tidy') && (event.archived ? <UnarchiveAct /> : <ArchiveAct />)}
      {may('tidy') && !deleted && <DeleteAct />}
    </Stack>
  );
}

/** One act: what it is, what it means, its button. */
export function Act(props: { title: ReactNode; words: ReactNode; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" radius="lg">
      <Group justify="space-between" gap="md">
        <Stack gap={2} flex="1 1 260px">
          <Title order={3} size="h5">
            {props.title}
          </Title>
          <Text size="sm" c="dimmed" component="div">
            {props.words}
          </Text>
        </Stack>
        {props.children}
      </Group>
    </Card>
  );
}

function ArchiveAct() {
  const { t } = useLingui();
  const event = useEvent();
  const archive = useEventCommand('archive', t`${event.name} is archived.`);
  const over =
    event.state === 'closed' || event.state === 'cancelled' || new Date(event.closes_at).getTime() <= Date.now();
  return (
    <Act
      title={<Trans>Archive</Trans>}
      words={
        over ? (
          <Trans>It moves from the list to the archive. Guests' links go on to work.</Trans>
        ) : (
          <Trans>Once answers are closed or the event is cancelled, it can be put away.</Trans>
        )
      }
    >
      <Button variant="default" disabled={!over} loading={archive.isPending} onClick={() => archive.mutate()}>
        <Trans>Archive the event</Trans>
      </Button>
    </Act>
  );
}

function UnarchiveAct() {
  const { t } = useLingui();
  const event = useEvent();
  const unarchive = useEventCommand('unarchive', t`${event.name} is back in the list.`);
  return (
    <Act
      title={<Trans>Unarchive</Trans>}
      words={
        event.purge_at == null ? (
          <Trans>It moves back into the list.</Trans>
        ) : (
          <Trans>
            It was deleted and goes for good on <Moment at={event.purge_at} zone={event.zone} />. Unarchived, it is
            kept.
          </Trans>
        )
      }
    >
      <Button variant="default" loading={unarchive.isPending} onClick={() => unarchive.mutate()}>
        {event.purge_at == null ? <Trans>Unarchive the event</Trans> : <Trans>Keep the event</Trans>}
      </Button>
    </Act>
  );
}

function DeleteAct() {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure(false);
  const told = useToldOfDeleting().all;
  const tells =
    told > 0
      ? t`${plural(told, { one: 'It is cancelled, and # guest is told by a text.', other: 'It is cancelled, and # guests are told by a text.' })}`
      : '';
  const goes = t`It goes into the archive, and after 30 days for good, with its list and its messages.`;
  return (
    <Act title={<Trans>Delete</Trans>} words={`${tells} ${goes}`.trim()}>
      <Button variant="light" color="red" onClick={open}>
        <Trans>Delete the event</Trans>
      </Button>
      <DeleteEvent opened={opened} onClose={close} />
    </Act>
  );
}

function useEventCommand(act: 'archive' | 'unarchive', done: string) {
  const place = usePlace();
  const tellProblem = useTellProblem();
  return useCommand<void, Schemas['Event']>({
    send: () => {
      const at = { params: { path: place } };
      return body(
        act === 'archive'
          ? api.POST('/v1/orgs/{org}/events/{event}/archive', at)
          : api.POST('/v1/orgs/{org}/events/{event}/unarchive', at),
      );
    },
    touches: () => touched(place.org, place.event),
    onDone: () => tell(done),
    onProblem: tellProblem,
  });
}
