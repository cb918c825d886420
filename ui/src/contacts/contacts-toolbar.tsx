import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CloseButton, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { isOpened, onDemand } from '../parts/on-demand';
import { ActiveFilters } from './active-filters';
import { filterCount, narrows } from './filter';
import type { ContactFilter } from './search';

const FilterDrawer = onDemand(() => import('./filter-drawer').then((views) => views.FilterDrawer), isOpened);

const route = getRouteApi('/signed-in/o/$org/contacts');
/** So long nothing is typed before it is looked for, in milliseconds. */
const PAUSE_MS = 300;

/** Words to look for, filters, and what is filtered by. */
export function ContactsToolbar(props: { org: string; filter: ContactFilter; onSearch: () => void }) {
  const navigate = route.useNavigate();
  const [panel, setPanel] = useState(false);
  const { filter, onSearch } = props;
  const change = (part: ContactFilter, replace = false) => {
    onSearch();
    void navigate({ search: (search) => ({ ...search, ...part }), replace });
  };
  const chosen = filterCount(filter);
  return (
    <>
      <Group gap="sm" mb="sm" wrap="nowrap">
        <SearchBox words={filter.q} onChange={(q) => change({ q }, true)} />
        <Button
          variant="default"
          h={44}
          leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
          onClick={() => setPanel(true)}
        >
          {chosen === 0 ? <Trans>Filters</Trans> : <Trans>Filters ({chosen})</Trans>}
        </Button>
      </Group>
      {narrows(filter) && (
        <ActiveFilters org={props.org} filter={filter} onChange={change} />
      )}
      <FilterDrawer
        opened={panel}
        onClose={() => setPanel(false)}
        org={props.org}
        filter={filter}
        onChange={change}
      />
    </>
  );
}

function SearchBox({ words, onChange }: { words: string | undefined; onChange: (words: string | undefined) => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(words ?? '');
  const sent = useRef(words);
  const send = useDebouncedCallback((text: string) => {
    sent.current = text.trim() === '' ? undefined : text.trim();
    onChange(sent.current);
  }, PAUSE_MS);
  // The address may change without us: by the browser's way back.
  useEffect(() => {
    if (words !== sent.current) {
      sent.current = words;
      setTyped(words ?? '');
    }
  }, [words]);
  const type = (text: string) => {
    setTyped(text);
    send(text);
  };
  return (
    <TextInput
      flex={1}
      maw={520}
      size="md"
      type="search"
      aria-label={t`Search contacts`}
      placeholder={t`Name, phone or e-mail`}
      leftSection={<IconSearch size={18} aria-hidden />}
      maxLength={200}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      rightSectionWidth={44}
      rightSection={typed !== '' && <CloseButton size={40} aria-label={t`Clear the search`} onClick={() => type('')} />}
    />
  );
}
