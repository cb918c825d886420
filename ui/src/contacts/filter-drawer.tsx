import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, MultiSelect, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SidePanel } from '../parts/dialog';
import { NO_FILTER } from './active-filters';
import { FIELDS, useFieldName } from './field-names';
import { listsQuery, tagsQuery } from './queries';
import type { ContactFilter } from './search';

/** Most tags and fields that the API filters by at once. */
const TAGS_MAX = 10;
const FIELDS_MAX = 5;
/** What the choice of an org's own field is called. */
const OWN = 'custom';

interface Shown {
  org: string;
  filter: ContactFilter;
  onChange: (part: ContactFilter) => void;
}

/** All filters of the list; each takes effect at once. */
export function FilterDrawer({ opened, onClose, ...shown }: Shown & { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <SidePanel opened={opened} onClose={onClose} title={t`Filters`}>
      <Stack gap="lg">
        <ByTags {...shown} />
        <ByList {...shown} />
        <ByStanding {...shown} />
        <ByName {...shown} />
        <ByField {...shown} />
        <Group>
          <Button onClick={onClose}>
            <Trans>Show the contacts</Trans>
          </Button>
          <Button variant="subtle" onClick={() => shown.onChange(NO_FILTER)}>
            <Trans>Clear all</Trans>
          </Button>
        </Group>
      </Stack>
    </SidePanel>
  );
}

function ByTags({ org, filter, onChange }: Shown) {
  const { t } = useLingui();
  const known = useQuery(tagsQuery(org)).data?.items ?? [];
  const { tag = [] } = filter;
  const names = [...new Set([...known.map((one) => one.name), ...tag])];
  const counts = new Map(known.map((one) => [one.name, one.contacts]));
  return (
    <Stack gap="xs">
      <MultiSelect
        label={t`Tags`}
        data={names}
        value={tag}
        searchable
        clearable
        maxValues={TAGS_MAX}
        limit={200}
        placeholder={tag.length === 0 ? t`Any tag` : undefined}
        nothingFoundMessage={t`No such tag`}
        renderOption={({ option }) => (
          <Group justify="space-between" flex={1} wrap="nowrap">
            <Text size="sm" truncate>{option.value}</Text>
            <Text size="sm" c="dimmed" className="figures">{counts.get(option.value)}</Text>
          </Group>
        )}
        onChange={(tags) => onChange(tags.length === 0 ? { tag: undefined, match: undefined } : { tag: tags })}
      />
      {tag.length > 1 && (
        <SegmentedControl
          aria-label={t`Which of the tags`}
          value={filter.match ?? 'any'}
          data={[
            { value: 'any', label: t`Any of them` },
            { value: 'all', label: t`All of them` },
          ]}
          onChange={(match) => onChange({ match: match === 'all' ? 'all' : undefined })}
        />
      )}
    </Stack>
  );
}

function ByList({ org, filter, onChange }: Shown) {
  const { t } = useLingui();
  const lists = useQuery(listsQuery(org)).data?.items ?? [];
  return (
    <Select
      label={t`List`}
      placeholder={t`Any list`}
      data={lists.map((list) => ({ value: list.id, label: list.name }))}
      value={filter.list ?? null}
      clearable
      searchable
      nothingFoundMessage={t`No such list`}
      onChange={(list) => onChange({ list: list ?? undefined })}
    />
  );
}

function ByStanding({ filter, onChange }: Shown) {
  const { t } = useLingui();
  return (
    <>
      <Select
        label={t`Texts`}
        data={[
          { value: 'false', label: t`Not opted out` },
          { value: 'true', label: t`Opted out` },
        ]}
        placeholder={t`Everybody`}
        clearable
        value={filter.opted_out === undefined ? null : String(filter.opted_out)}
        onChange={(value) => onChange({ opted_out: value === null ? undefined : value === 'true' })}
      />
      <Select
        label={t`Invitations`}
        data={[
          { value: 'true', label: t`Never invited` },
          { value: 'false', label: t`Invited before` },
        ]}
        placeholder={t`Everybody`}
        clearable
        value={filter.never_invited === undefined ? null : String(filter.never_invited)}
        onChange={(value) => onChange({ never_invited: value === null ? undefined : value === 'true' })}
      />
    </>
  );
}

function ByName({ filter, onChange }: Shown) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(filter.name ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ name: typed.trim() === '' ? undefined : typed });
      }}
    >
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t`Name begins with`}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          <Trans>Jump there</Trans>
        </Button>
      </Group>
    </form>
  );
}

function ByField({ filter, onChange }: Shown) {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const [field, setField] = useState<string | null>(null);
  const [own, setOwn] = useState('');
  const [value, setValue] = useState('');
  const name = field === OWN ? `custom:${own.trim()}` : field;
  const usable = name !== null && name !== 'custom:';
  const full = Object.keys(filter.field ?? {}).length >= FIELDS_MAX;
  const add = () => {
    if (!usable) return;
    onChange({ field: { ...filter.field, [name]: value.trim() } });
    setField(null);
    setOwn('');
    setValue('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Stack gap="xs">
        <Select
          label={t`A field`}
          placeholder={t`Any field`}
          searchable
          clearable
          disabled={full}
          data={[
            { value: OWN, label: t`One of your own fields` },
            ...['organization', ...FIELDS].map((one) => ({ value: one, label: fieldName(one) })),
          ]}
          value={field}
          onChange={setField}
        />
        {field === OWN && (
          <TextInput label={t`Your field's name`} maxLength={60} value={own} onChange={(event) => setOwn(event.currentTarget.value)} />
        )}
        {field !== null && (
          <>
            <TextInput
              label={t`is exactly`}
              description={t`Leave it empty to find contacts without it.`}
              maxLength={500}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!usable}>
              <Trans>Add this filter</Trans>
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
