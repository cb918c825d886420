/** What a change of many contacts does to the rows that are shown already. */
import type { Schemas } from '../api/client';
import type { ContactRow } from './queries';
import type { ContactFilter } from './search';

/** The row as the change leaves it; `null` where it is gone. */
export type RowPatch = (row: ContactRow) => ContactRow | null;

/** What becomes of rows once a change of many is done. */
export interface Follow {
  patch: RowPatch;
  /** The filter whose list alone holds those who were meant; `null` where they were named one by one. */
  only: ContactFilter | null;
}

/** How the rows follow a change; `null` where they are asked for anew. */
export function followOf(sent: Schemas['NewBulk'], filter: ContactFilter | null): Follow | null {
  const patch = patchOf(sent);
  if (patch === null) return null;
  if (filter !== null) return { patch, only: filter };
  const named = new Set(sent.select.contacts ?? []);
  return { patch: among((id) => named.has(id), patch), only: null };
}

function patchOf({ act, tags }: Schemas['NewBulk']): RowPatch | null {
  switch (act) {
    case 'add_tags':
      return withTags(tags ?? []);
    case 'remove_tags':
      return withoutTags(tags ?? []);
    case 'delete':
      return () => null;
    case 'add_to_list':
      return (row) => row;
    case 'remove_from_list':
      return null;
  }
}

/** The same for those alone who were picked. */
export function among(has: (id: string) => boolean, patch: RowPatch): RowPatch {
  return (row) => (has(row.id) ? patch(row) : row);
}

/** Tags that differ in case only are one. */
export function withTags(tags: readonly string[]): RowPatch {
  return (row) => {
    const known = new Set(row.tags.map((tag) => tag.toLowerCase()));
    return { ...row, tags: [...row.tags, ...tags.filter((tag) => !known.has(tag.toLowerCase()))] };
  };
}

export function withoutTags(tags: readonly string[]): RowPatch {
  const gone = new Set(tags.map((tag) => tag.toLowerCase()));
  return (row) => ({ ...row, tags: row.tags.filter((tag) => !gone.has(tag.toLowerCase())) });
}
