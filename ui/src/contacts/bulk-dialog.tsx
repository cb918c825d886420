import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Loader, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../api/client';
import { Dialog } from '../parts/dialog';
import { count } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import { listsQuery } from './queries';
import type { ContactFilter } from './search';
import { TagsField } from './tags-field';
import { useCounted } from './use-counted';

/** What is to be done with many contacts. */
export type BulkChoice = Omit<Schemas['NewBulk'], 'select'>;

interface Asked {
  org: string;
  /** How many it is about, where that is known. */
  many: number | null;
  /** What all of them match, where they are not named one by one. */
  filter: ContactFilter | null;
  onClose: () => void;
  onChoose: (choice: BulkChoice) => void;
}

/** Asks for what an act on many needs: tags, a list, or a second thought. */
export function BulkDialog({ act, ...asked }: Asked & { act: Schemas['BulkActName'] | null }) {
  const { t } = useLingui();
  const titles: Record<Schemas['BulkActName'], string> = {
    add_tags: t`Add tags`,
    remove_tags: t`Remove tags`,
    add_to_list: t`Put on a list`,
    remove_from_list: t`Take off a list`,
    delete: t`Delete contacts`,
  };
  return (
    <Dialog
      opened={act !== null}
      onClose={asked.onClose}
      title={act === null ? '' : titles[act]}
    >
      {(act === 'add_tags' || act === 'remove_tags') && <ChooseTags act={act} {...asked} />}
      {(act === 'add_to_list' || act === 'remove_from_list') && <ChooseList act={act} {...asked} />}
      {act === 'delete' && <Deleting {...asked} />}
    </Dialog>
  );
}

/** "14 contacts", or that it is all that match. */
function useWhom(many: number | null): string {
  const { t } = useLingui();
  return many === null ? t`all that match` : t`${plural(many, { one: '# contact', other: '# contacts' })}`;
}

function ChooseTags({ act, ...asked }: Asked & { act: 'add_tags' | 'remove_tags' }) {
  const { t } = useLingui();
  const [tags, setTags] = useState<string[]>([]);
  const whom = useWhom(asked.many);
  return (
    <Choice
      asked={asked}
      ready={tags.length > 0}
      act={act === 'add_tags' ? t`Add to ${whom}` : t`Remove from ${whom}`}
      onSubmit={() => asked.onChoose({ act, tags })}
    >
      <TagsField
        org={asked.org}
        label={t`Tags`}
        description={t`Press Enter after each tag.`}
        value={tags}
        onChange={setTags}
        data-autofocus
      />
    </Choice>
  );
}

function ChooseList({ act, ...asked }: Asked & { act: 'add_to_list' | 'remove_from_list' }) {
  const { t } = useLingui();
  const lists = useQuery(listsQuery(asked.org));
  const [list, setList] = useState<string | null>(null);
  const whom = useWhom(asked.many);
  return (
    <Choice
      asked={asked}
      ready={list !== null}
      act={act === 'add_to_list' ? t`Put ${whom} on it` : t`Take ${whom} off it`}
      onSubmit={() => list !== null && asked.onChoose({ act, list })}
    >
      {lists.error !== null && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
      <Select
        label={t`List`}
        data={(lists.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={list}
        onChange={setList}
        searchable
        nothingFoundMessage={t`No such list. Make one under Lists.`}
        data-autofocus
      />
    </Choice>
  );
}

function Deleting(asked: Asked) {
  const { t } = useLingui();
  const counted = useCounted(asked.org, asked.filter, asked.many);
  const many = counted.total;
  return (
    <Choice
      asked={asked}
      ready={many !== null && many > 0}
      red
      act={many === null ? t`Delete` : t`${plural(many, { one: 'Delete # contact', other: 'Delete # contacts' })}`}
      onSubmit={() => asked.onChoose({ act: 'delete' })}
    >
      {counted.error !== null && <Trouble error={counted.error} />}
      {many === null ? (
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden />
          <Text size="sm">
            <Trans>Counting whom this is about: {count(counted.soFar)} so far</Trans>
          </Text>
        </Group>
      ) : (
        <Text size="sm">
          <Plural value={many} one="# contact is" other="# contacts are" /> <Trans>deleted for good, with tags, notes and
          fields. Who is on an event's list stays there. Opt-outs stay in force.</Trans>
        </Text>
      )}
    </Choice>
  );
}

function Choice(props: {
  asked: Asked;
  act: string;
  ready: boolean;
  red?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (props.ready) props.onSubmit();
      }}
    >
      <Stack>
        {props.children}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.asked.onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" disabled={!props.ready} color={props.red ? 'red.8' : undefined}>
            {props.act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
