import { TagsInput, type TagsInputProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tagsQuery } from './queries';

/** Most tags of one contact. */
const TAGS_MAX = 50;

/** Chooses tags: those that are known are offered, others are typed. What is offered goes away with each choice. */
export function TagsField({ org, onChange, ...props }: TagsInputProps & { org: string }) {
  const known = useQuery(tagsQuery(org)).data?.items ?? [];
  const [opened, setOpened] = useState(false);
  return (
    <TagsInput
      data={known.map((tag) => tag.name)}
      splitChars={[',', ';']}
      maxTags={TAGS_MAX}
      acceptValueOnBlur
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onChange={(tags) => {
        setOpened(false);
        onChange?.(tags);
      }}
      {...props}
    />
  );
}
