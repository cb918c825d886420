import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFieldName } from './field-names';
import { listsQuery } from './queries';
import type { ContactFilter } from './search';

/** Takes every filter away. */
export const NO_FILTER: ContactFilter = {
  q: undefined,
  name: undefined,
  tag: undefined,
  match: undefined,
  list: undefined,
  opted_out: undefined,
  never_invited: undefined,
  field: undefined,
};

/** What the list is narrowed by; each can be taken away. */
export function ActiveFilters(props: {
  org: string;
  filter: ContactFilter;
  onChange: (part: ContactFilter) => void;
}) {
  const { t } = useLingui();
  const { filter, onChange } = props;
  const fieldName = useFieldName();
  const lists = useQuery({ ...listsQuery(props.org), enabled: filter.list !== undefined }).data?.items;
  const list = lists?.find((one) => one.id === filter.list)?.name ?? '';
  const { tag = [], match, field = {} } = filter;
  const chips: { words: string; without: ContactFilter }[] = [
    ...(filter.name === undefined ? [] : [{ words: t`Name begins with “${filter.name}”`, without: { name: undefined } }]),
    ...tag.map((one, place) => ({
      words: place === 0 ? t`Tag ${one}` : match === 'all' ? t`and tag ${one}` : t`or tag ${one}`,
      without: without(tag, one),
    })),
    ...(filter.list === undefined ? [] : [{ words: t`On the list ${list}`, without: { list: undefined } }]),
    ...(filter.opted_out === undefined
      ? []
      : [{ words: filter.opted_out ? t`Opted out` : t`Not opted out`, without: { opted_out: undefined } }]),
    ...(filter.never_invited === undefined
      ? []
      : [{ words: filter.never_invited ? t`Never invited` : t`Invited before`, without: { never_invited: undefined } }]),
    ...Object.entries(field).map(([name, value]) => ({
      words: value === '' ? t`${fieldName(name)} is empty` : t`${fieldName(name)} is ${value}`,
      without: { field: withoutField(field, name) },
    })),
  ];
  if (chips.length === 0) return null;
  return (
    <Group gap="xs" mb="sm" role="group" aria-label={t`Filters in use`}>
      {chips.map(({ words, without: part }) => (
        <Button
          key={words}
          variant="light"
          size="sm"
          h={40}
          radius="xl"
          aria-label={t`Remove the filter: ${words}`}
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange(part)}
        >
          {words}
        </Button>
      ))}
      <Button variant="subtle" size="sm" h={40} onClick={() => onChange(NO_FILTER)}>
        <Trans>Clear all</Trans>
      </Button>
    </Group>
  );
}

function without(tags: readonly string[], tag: string): ContactFilter {
  const rest = tags.filter((one) => one !== tag);
  return rest.length === 0 ? { tag: undefined, match: undefined } : { tag: rest };
}

function withoutField(fields: Record<string, string>, name: string): Record<string, string> | undefined {
  const rest = Object.entries(fields).filter(([one]) => one !== name);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}
