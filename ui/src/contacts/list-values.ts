/** What the form of a list holds, and what of it is sent. */
import type { Schemas } from '../api/client';

export type ListValues = { name: string; description: string };

type List = Schemas['ContactList'];

export const BLANK_LIST: ListValues = { name: '', description: '' };

export function listValues({ name, description }: List): ListValues {
  return { name, description };
}

/** What differs from the list as the form knows it; a description that was emptied is taken away. */
export function changeOfList({ name, description }: ListValues, base: List): Schemas['ChangeContactList'] {
  const change: Schemas['ChangeContactList'] = {};
  if (name !== base.name) change.name = name;
  if (description !== base.description) change.description = description === '' ? null : description;
  return change;
}

/** The form after somebody else changed the list: what was typed stays, what was not touched follows. */
export function rebasedList(values: ListValues, before: List, now: List): ListValues {
  return {
    name: values.name === before.name ? now.name : values.name,
    description: values.description === before.description ? now.description : values.description,
  };
}
