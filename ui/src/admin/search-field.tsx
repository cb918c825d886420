import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

/** How long after the last key it is looked for, in milliseconds. */
const REST_MS = 400;

/** A field that searches as one types, and follows when the address changes. */
export function SearchField(props: { label: string; value: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(props.value);
  const sent = useRef(props.value);
  const search = useDebouncedCallback((text: string) => {
    sent.current = text.trim();
    props.onSearch(sent.current);
  }, REST_MS);
  // The address may change without us: by the browser's way back.
  useEffect(() => {
    if (props.value === sent.current) return;
    sent.current = props.value;
    setTyped(props.value);
  }, [props.value]);
  return (
    <TextInput
      type="search"
      label={props.label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      maw={480}
      onChange={(change) => {
        setTyped(change.currentTarget.value);
        search(change.currentTarget.value);
      }}
    />
  );
}
