import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Menu, Paper, Text } from '@mantine/core';
import { IconChevronUp, IconListCheck, IconListDetails, IconTag, IconTagOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { useTellProblem } from '../parts/toast';
import { type Follow, followOf } from './bulk-acts';
import { type BulkChoice, BulkDialog } from './bulk-dialog';
import { matching } from './filter';
import type { ContactFilter } from './search';
import { NOBODY, PICKED_MAX, type Selection } from './selection';
import type { ContactList } from './use-contact-list';

/** What can be done with those who are picked; stays in view while there are any. */
export function BulkBar(props: {
  org: string;
  selection: Selection;
  filter: ContactFilter;
  list: ContactList;
  onSelect: (selection: Selection) => void;
  onBegun: (bulk: string, follow: Follow | null) => void;
}) {
  const { t } = useLingui();
  const may = useMay();
  const { org, selection, filter, list } = props;
  const [act, setAct] = useState<Schemas['BulkActName'] | null>(null);
  const begin = useBegin(props);
  const many = !selection.all ? selection.picked.size : list.isOld ? null : list.total;
  const choose = (choice: BulkChoice) => {
    setAct(null);
    begin.mutate(
      selection.all
        ? { sent: { ...choice, select: matching(filter) }, filter }
        : { sent: { ...choice, select: { contacts: [...selection.picked] } }, filter: null },
    );
  };
  return (
    <Paper
      withBorder
      shadow="md"
      radius="lg"
      p="sm"
      pos="sticky"
      bottom={12}
      mt="md"
      role="region"
      aria-label={t`Selected contacts`}
    >
      <Group justify="space-between" gap="xs">
        <Text fw={600} role="status" className="figures">
          {many === null
            ? t`All that match are selected`
            : t`${plural(many, { one: '# contact selected', other: '# contacts selected' })}`}
          {!selection.all && selection.picked.size >= PICKED_MAX && (
            <Text span size="sm" c="dimmed">
              {' '}
              <Trans>the most at once; or select all that match</Trans>
            </Text>
          )}
        </Text>
        <Group gap="xs">
          <Acts deletes={may('tidy')} onAct={setAct} />
          <Button variant="default" size="sm" h={44} onClick={() => props.onSelect(NOBODY)}>
            <Trans>Clear selection</Trans>
          </Button>
        </Group>
      </Group>
      <BulkDialog
        key={act}
        act={act}
        org={org}
        many={many}
        filter={selection.all ? filter : null}
        onClose={() => setAct(null)}
        onChoose={choose}
      />
    </Paper>
  );
}

/** Buttons beside each other; on a phone, where they would cover the list, one menu. */
function Acts({ deletes, onAct }: { deletes: boolean; onAct: (act: Schemas['BulkActName']) => void }) {
  const { t } = useLingui();
  const all: { act: Schemas['BulkActName']; words: string; icon: typeof IconTag; color?: string }[] = [
    { act: 'add_tags', words: t`Add tags`, icon: IconTag },
    { act: 'remove_tags', words: t`Remove tags`, icon: IconTagOff },
    { act: 'add_to_list', words: t`Put on a list`, icon: IconListCheck },
    { act: 'remove_from_list', words: t`Take off a list`, icon: IconListDetails },
    { act: 'delete', words: t`Delete`, icon: IconTrash, color: 'red' },
  ];
  const acts = deletes ? all : all.filter(({ act }) => act !== 'delete');
  return (
    <>
      {acts.map(({ act, words, icon: Icon, color }) => (
        <Button
          key={act}
          variant="light"
          size="sm"
          h={44}
          visibleFrom="sm"
          color={color}
          leftSection={<Icon size={18} aria-hidden />}
          onClick={() => onAct(act)}
        >
          {words}
        </Button>
      ))}
      <Menu position="top-start">
        <Menu.Target>
          <Button variant="light" size="sm" h={44} hiddenFrom="sm" rightSection={<IconChevronUp size={16} aria-hidden />}>
            <Trans>Change them</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {acts.map(({ act, words, icon: Icon, color }) => (
            <Menu.Item key={act} color={color} leftSection={<Icon size={16} aria-hidden />} onClick={() => onAct(act)}>
              {words}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** Starts a change; whom it is about is part of what is sent, so another selection is another change. */
function useBegin(props: Parameters<typeof BulkBar>[0]) {
  const tellProblem = useTellProblem();
  const { org } = props;
  return useCommand({
    send: ({ sent }: { sent: Schemas['NewBulk']; filter: ContactFilter | null }, key) =>
      body(
        api.POST('/v1/orgs/{org}/contacts/bulk', {
          params: { path: { org }, header: { 'idempotency-key': key } },
          body: sent,
        }),
      ),
    onDone: (bulk, { sent, filter }) => props.onBegun(bulk.id, followOf(sent, filter)),
    onProblem: tellProblem,
  });
}
