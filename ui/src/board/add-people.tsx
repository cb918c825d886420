import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Box, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAddressBook, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { VirtualRows } from '../parts/virtual-rows';
import { useLists, useTags } from './add-groups';
import styles from './board.module.css';
import { usePlace } from './event-queries';
import type { AddSearch } from './search';
import { useListedPhones } from './use-listed-phones';
import type { Whom } from './add-steps';

type Contact = Schemas['ContactSummary'];

const route = getRouteApi('/signed-in/o/$org/events/$event/add');
const ROW_PX = 60;
const PAGE = 200;
const TYPING_MS = 250;

/** Adds people who are chosen one by one, in the order in which they were chosen. */
export function AddPeople({ onAdd }: { onAdd: (whom: Whom, names: ReadonlyMap<string, string>) => void }) {
  const search = route.useSearch();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const choose = (contacts: readonly Contact[], on: boolean) =>
    setChosen((before) => {
      const next = new Map(before);
      for (const { id, name } of contacts) {
        if (on) next.set(id, name);
        else next.delete(id);
      }
      return next;
    });
  return (
    <Stack gap="sm">
      <Filters search={search} />
      <Group className={chosen.size > 0 ? styles.bulk : undefined} justify="space-between" mih={62}>
        <Text className="figures" aria-live="polite" fw={chosen.size > 0 ? 600 : undefined}>
          <Plural value={chosen.size} _0="Nobody chosen yet" one="One person chosen" other="# people chosen" />
        </Text>
        <Button
          disabled={chosen.size === 0}
          leftSection={<IconUserPlus size={18} aria-hidden />}
          onClick={() => onAdd({ contacts: [...chosen.keys()] }, chosen)}
        >
          <Plural value={chosen.size} _0="Add" one="Add one person" other="Add # people" />
        </Button>
      </Group>
      <People search={search} chosen={chosen} onChoose={choose} />
    </Stack>
  );
}

function Filters({ search }: { search: AddSearch }) {
  const { t } = useLingui();
  const navigate = route.useNavigate();
  const change = (part: AddSearch) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  const typed = useDebouncedCallback((q: string) => change({ q: q === '' ? undefined : q }), TYPING_MS);
  const tags = useTags().data?.items.map(({ name }) => name) ?? [];
  const lists = useLists().data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label={t`Search contacts`}
        placeholder={t`Name, phone or e-mail`}
        leftSection={<IconSearch size={18} aria-hidden />}
        defaultValue={search.q ?? ''}
        onChange={(event) => typed(event.currentTarget.value)}
        flex={{ base: '1 1 100%', sm: 1 }}
      />
      <Select label={t`Tag`} placeholder={t`Any`} data={tags} clearable searchable value={search.tag ?? null} onChange={(tag) => change({ tag: tag ?? undefined })} />
      <Select label={t`List`} placeholder={t`Any`} data={lists} clearable searchable value={search.list ?? null} onChange={(list) => change({ list: list ?? undefined })} />
    </Group>
  );
}

function useContacts({ q, tag, list }: AddSearch) {
  const { org } = usePlace();
  return useInfiniteQuery({
    queryKey: ['org', org, 'contacts', 'to-add', { q, tag, list }],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/contacts', {
          params: { path: { org }, query: { q, tag: tag === undefined ? undefined : [tag], list, limit: PAGE, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function People(props: {
  search: AddSearch;
  chosen: ReadonlyMap<string, string>;
  onChoose: (contacts: readonly Contact[], on: boolean) => void;
}) {
  const { t } = useLingui();
  const { search, chosen, onChoose } = props;
  const query = useContacts(search);
  const listed = useListedPhones();
  if (query.data === undefined) {
    return query.error === null ? <LoadingRows /> : <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  const contacts = query.data.pages.flatMap(({ items }) => items);
  if (contacts.length === 0) return <Nobody filtered={Object.keys(search).length > 0} />;
  const isListed = ({ phone }: Contact) => phone != null && listed.has(phone);
  const open = contacts.filter((contact) => !isListed(contact));
  const all = open.length > 0 && open.every(({ id }) => chosen.has(id));
  return (
    <div>
      <Group mih={44}>
        <Checkbox
          size="md"
          px={18}
          label={<Plural value={open.length} _0="Nobody else is shown" one="Choose the one who is shown" other="Choose the # who are shown" />}
          disabled={open.length === 0}
          checked={all}
          indeterminate={!all && open.some(({ id }) => chosen.has(id))}
          onChange={() => onChoose(open, !all)}
        />
      </Group>
      <VirtualRows
        rows={contacts}
        height={ROW_PX}
        keyOf={({ id }) => id}
        label={t`Contacts`}
        more={{ has: query.hasNextPage && !query.isFetchNextPageError, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      >
        {(contact) => (
          <Person contact={contact} listed={isListed(contact)} chosen={chosen.has(contact.id)} onChoose={(on) => onChoose([contact], on)} />
        )}
      </VirtualRows>
      {query.isFetchNextPageError && <Trouble error={query.error} retry={() => void query.fetchNextPage()} />}
    </div>
  );
}

function Person(props: { contact: Contact; listed: boolean; chosen: boolean; onChoose: (on: boolean) => void }) {
  const { t } = useLingui();
  const { contact, listed } = props;
  const name = contact.name === '' ? (contact.phone ?? contact.email ?? t`Without a name`) : contact.name;
  return (
    <Box className={styles.row}>
      <Checkbox
        size="md"
        p={8}
        checked={props.chosen}
        disabled={listed}
        onChange={(event) => props.onChoose(event.currentTarget.checked)}
        aria-label={t`Choose ${name}`}
      />
      <div className={styles.main}>
        <div className={styles.who}>
          <Text fw={600} className={styles.name}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" className="figures">
            {contact.phone == null ? <Trans>No phone number</Trans> : <bdi>{contact.phone}</bdi>}
          </Text>
        </div>
        <Group gap={6} className={styles.stands}>
          {listed && (
            <Badge variant="light" color="pine" tt="none">
              <Trans>On the list already</Trans>
            </Badge>
          )}
          {contact.tags.slice(0, 4).map((tag) => (
            <Badge key={tag} variant="light" color="gray" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      </div>
    </Box>
  );
}

function Nobody({ filtered }: { filtered: boolean }) {
  const { org } = usePlace();
  if (filtered) {
    return (
      <Empty icon={IconSearch} title={<Trans>Nobody fits</Trans>}>
        <Trans>Try fewer words, or another tag or list.</Trans>
      </Empty>
    );
  }
  return (
    <Empty
      icon={IconAddressBook}
      title={<Trans>There are no contacts yet</Trans>}
      action={
        <Button renderRoot={(root) => <Link to="/o/$org/import" params={{ org }} {...root} />}>
          <Trans>Import contacts</Trans>
        </Button>
      }
    >
      <Trans>Import your contacts from a file first; then you choose here whom to invite.</Trans>
    </Empty>
  );
}
