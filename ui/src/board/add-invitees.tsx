import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Card, Group, Input, NumberInput, SegmentedControl, Stack, Title } from '@mantine/core';
import { IconArrowLeft, IconLock } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AddEverybody, AddList, AddTag } from './add-groups';
import { AddPeople } from './add-people';
import type { AddHow, Whom } from './add-steps';
import { AddResults } from './add-results';
import styles from './board.module.css';
import { useEvent, useMayHere, usePlace, useStatus } from './event-queries';
import type { Source } from './search';
import { useAddRun } from './use-add-run';

const PARTY_MAX = 20;
const route = getRouteApi('/signed-in/o/$org/events/$event/add');

/** Adding contacts to the list: some by name, all of a tag or a list, or everybody. */
export function AddInvitees() {
  const { t } = useLingui();
  const place = usePlace();
  const may = useMayHere();
  const { state } = useStatus();
  const over = state === 'closed' || state === 'cancelled';
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">
          <Trans>Add people</Trans>
        </Title>
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft size={18} className={styles.back} aria-hidden />}
          renderRoot={(root) => <Link to="/o/$org/events/$event" params={place} {...root} />}
        >
          <Trans>To the list</Trans>
        </Button>
      </Group>
      {!may('invite') ? (
        <Alert color="gray" icon={<IconLock aria-hidden />} title={t`You may not do this`}>
          <Trans>Ask an owner or admin of the organization.</Trans>
        </Alert>
      ) : over ? (
        <Alert color="gray" icon={<IconLock aria-hidden />} title={t`Nobody can be added any more`}>
          {state === 'cancelled' ? (
            <Trans>The event is cancelled.</Trans>
          ) : (
            <Trans>Answers are no longer taken. Move the deadline in the settings to go on.</Trans>
          )}
        </Alert>
      ) : (
        <Adding />
      )}
    </Stack>
  );
}

function Adding() {
  const { from = 'people' } = route.useSearch();
  const event = useEvent();
  const [how, setHow] = useState<AddHow>({ max_party: event.settings.max_party, position: 'end' });
  const { run, start, goOn, reset } = useAddRun();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const add = (whom: Whom, known: ReadonlyMap<string, string> = new Map()) => {
    setNames(known);
    start(whom, how);
  };
  if (run !== null) return <AddResults run={run} names={names} onGoOn={goOn} onMore={reset} />;
  return (
    <>
      <Card withBorder padding="md">
        <Stack gap="md">
          <Sources from={from} />
          <How how={how} onHow={setHow} />
        </Stack>
      </Card>
      {from === 'people' && <AddPeople onAdd={add} />}
      {from === 'tag' && <AddTag onAdd={add} />}
      {from === 'list' && <AddList onAdd={add} />}
      {from === 'all' && <AddEverybody onAdd={add} />}
    </>
  );
}

function Sources({ from }: { from: Source }) {
  const { t } = useLingui();
  const navigate = route.useNavigate();
  const words: Record<Source, string> = { people: t`By name`, tag: t`By tag`, list: t`A list`, all: t`Everybody` };
  return (
    <Input.Wrapper label={t`Whom`} labelElement="div" id="add-from">
      <SegmentedControl
        fullWidth
        aria-labelledby="add-from-label"
        value={from}
        onChange={(value) =>
          void navigate({ search: () => ({ from: value === 'people' ? undefined : (value as Exclude<Source, 'people'>) }), replace: true })
        }
        data={(Object.keys(words) as Source[]).map((value) => ({ value, label: words[value] }))}
      />
    </Input.Wrapper>
  );
}

function How({ how, onHow }: { how: AddHow; onHow: (how: AddHow) => void }) {
  const { t } = useLingui();
  return (
    <Group align="flex-end" gap="lg">
      <Input.Wrapper label={t`Where in line`} labelElement="div" id="add-where">
        <div>
          <SegmentedControl
            aria-labelledby="add-where-label"
            value={how.position}
            onChange={(value) => onHow({ ...how, position: value === 'top' ? 'top' : 'end' })}
            data={[
              { value: 'end', label: t`At the end` },
              { value: 'top', label: t`At the top` },
            ]}
          />
        </div>
      </Input.Wrapper>
      <NumberInput
        label={t`Most people of one invitation, the guest included`}
        min={1}
        max={PARTY_MAX}
        allowDecimal={false}
        clampBehavior="strict"
        value={how.max_party}
        onChange={(value) => onHow({ ...how, max_party: Math.max(Number(value) || 1, 1) })}
        maw={{ sm: 420 }}
      />
    </Group>
  );
}
