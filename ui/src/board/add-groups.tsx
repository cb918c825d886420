import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Card, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { listsQuery, tagsQuery } from '../contacts/queries';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { usePlace } from './event-queries';
import type { Whom } from './add-steps';

const route = getRouteApi('/signed-in/o/$org/events/$event/add');

type Props = { onAdd: (whom: Whom) => void };

/** The org's tags, with how many have each. */
export function useTags() {
  const { org } = usePlace();
  return useQuery(tagsQuery(org));
}

/** The org's lists, with how many are on each. */
export function useLists() {
  const { org } = usePlace();
  return useQuery(listsQuery(org));
}

/** Adds all who have a tag. */
export function AddTag({ onAdd }: Props) {
  const { t } = useLingui();
  const { tag } = route.useSearch();
  const navigate = route.useNavigate();
  const tags = useTags();
  if (tags.data === undefined) {
    return tags.error === null ? <LoadingRows rows={2} /> : <Trouble error={tags.error} retry={() => void tags.refetch()} />;
  }
  const chosen = tags.data.items.find(({ name }) => name === tag);
  return (
    <Card withBorder padding="md">
      <Stack>
        <Select
          label={t`Tag`}
          placeholder={t`Choose a tag`}
          searchable
          nothingFoundMessage={t`No such tag`}
          data={tags.data.items.map(({ name }) => name)}
          value={tag ?? null}
          onChange={(value) => void navigate({ search: { from: 'tag', tag: value ?? undefined }, replace: true })}
        />
        {tags.data.items.length === 0 && <NoGroups words={<Trans>No contact has a tag yet.</Trans>} />}
        {chosen !== undefined && <AddAll number={chosen.contacts} onAdd={() => onAdd({ tag: chosen.name })} />}
      </Stack>
    </Card>
  );
}

/** Adds all who are on a list. */
export function AddList({ onAdd }: Props) {
  const { t } = useLingui();
  const { list } = route.useSearch();
  const navigate = route.useNavigate();
  const lists = useLists();
  if (lists.data === undefined) {
    return lists.error === null ? <LoadingRows rows={2} /> : <Trouble error={lists.error} retry={() => void lists.refetch()} />;
  }
  const chosen = lists.data.items.find(({ id }) => id === list);
  return (
    <Card withBorder padding="md">
      <Stack>
        <Select
          label={t`List`}
          placeholder={t`Choose a list`}
          searchable
          nothingFoundMessage={t`No such list`}
          data={lists.data.items.map(({ id, name }) => ({ value: id, label: name }))}
          value={list ?? null}
          onChange={(value) => void navigate({ search: { from: 'list', list: value ?? undefined }, replace: true })}
        />
        {lists.data.items.length === 0 && <NoGroups words={<Trans>There is no list yet.</Trans>} />}
        {chosen !== undefined && <AddAll number={chosen.contacts} onAdd={() => onAdd({ list: chosen.id })} />}
      </Stack>
    </Card>
  );
}

/** Adds every contact of the org. */
export function AddEverybody({ onAdd }: Props) {
  return (
    <Card withBorder padding="md">
      <Stack>
        <Text size="sm">
          <Trans>Every contact of your organization is put in line. Who is on the list already stays where they are.</Trans>
        </Text>
        <Group>
          <Button onClick={() => onAdd({ all: true })}>
            <Trans>Add all contacts</Trans>
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function AddAll({ number, onAdd }: { number: number; onAdd: () => void }) {
  return (
    <Group>
      <Button onClick={onAdd} disabled={number === 0}>
        <Plural value={number} _0="Nobody to add" one="Add one person" other="Add # people" />
      </Button>
    </Group>
  );
}

function NoGroups({ words }: { words: React.ReactNode }) {
  const { org } = usePlace();
  return (
    <Alert color="gray">
      {words}{' '}
      <Link to="/o/$org/contacts" params={{ org }}>
        <Trans>To the contacts</Trans>
      </Link>
    </Alert>
  );
}
