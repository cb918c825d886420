/** Rows that stay in the page though they are out of view: the one with the focus, the one that is dragged. */

/** A row that is held, and where it was seen last. */
export interface Held {
  key: string;
  index: number;
}

/** Where the held row is now; -1 where it is gone. Looks at its former place first. */
export function placeOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string, held: Held): number {
  const there = rows[held.index];
  if (there !== undefined && keyOf(there) === held.key) return held.index;
  return rows.findIndex((row) => keyOf(row) === held.key);
}

/** The range with the held places in their order, each once. */
export function withHeld(range: readonly number[], held: readonly number[]): number[] {
  const missing = held.filter((index) => index >= 0 && !range.includes(index));
  return missing.length === 0 ? [...range] : [...new Set([...range, ...missing])].sort((a, b) => a - b);
}
