import { Trans, useLingui } from '@lingui/react/macro';
import { Loader, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Trouble } from '../parts/trouble';
import classes from './contact-picker.module.css';
import { type ContactRow, contactPage } from './queries';

/** So many of those who fit are shown. */
const SHOWN_MAX = 8;

/** Finds a contact by name, phone or address; each that fits is a button. */
export function ContactPicker(props: {
  org: string;
  label: string;
  /** Those who are not offered. */
  without: readonly string[];
  onPick: (contact: ContactRow) => void;
}) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 300);
  const found = useQuery({
    queryKey: ['org', props.org, 'contacts', 'found', q],
    queryFn: ({ signal }) => contactPage(props.org, q === '' ? {} : { q }, '', signal),
    placeholderData: keepPreviousData,
  });
  const rows = (found.data?.items ?? []).filter((row) => !props.without.includes(row.id));
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={props.label}
        placeholder={t`Name, phone or e-mail`}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={found.isFetching && <Loader size="xs" aria-hidden />}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      {found.error !== null && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.data !== undefined && rows.length === 0 && (
        <Text c="dimmed" role="status">
          <Trans>Nobody fits.</Trans>
        </Text>
      )}
      <Stack gap={0} component="ul" m={0} p={0} aria-label={t`Contacts that fit`}>
        {rows.slice(0, SHOWN_MAX).map((row) => (
          <li key={row.id} className={classes.item}>
            <UnstyledButton className={classes.choice} onClick={() => props.onPick(row)}>
              <Text fw={550} truncate>
                {row.name || <Trans>No name</Trans>}
              </Text>
              <Text size="sm" c="dimmed" truncate dir="ltr" ta="start">
                {[row.phone, row.email].filter((one) => one != null).join(' · ')}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
