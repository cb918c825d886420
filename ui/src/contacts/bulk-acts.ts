/** What a change of many contacts does to the rows that are shown already. */
import type { ContactRow } from './queries';

/** The row as the change leaves it; `null` where it is gone. */
export type RowPatch = (row: ContactRow) => ContactRow | null;

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
