import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** How long after the last key it is looked for, in milliseconds. */
const REST_MS = 400;

/** A field that searches as one types, and follows when the address changes. */
export function SearchField(props: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  const search = useDebouncedCallback(props.onSearch, REST_MS);
  return (
    <TextInput
      type="search"
      label={props.label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      maw={480}
      onChange={(change) => {
        setText(change.currentTarget.value);
        search(change.currentTarget.value.trim());
      }}
    />
  );
}
