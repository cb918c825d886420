/** The order of those in line, before the server has said it: what a move does to the rows that are seen. */

/** What a row needs to have a place. */
export interface Placed {
  id: string;
  position?: string | null;
}

/** A move as the API takes it: right before or after somebody, or to an end. */
export type Move = { before: string } | { after: string } | { to: 'top' | 'end' };

/** Each row once, where it was read last: a line that moves while its pages are read can show somebody twice. */
export function onceEach<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  const last = new Map(rows.map(({ id }, index) => [id, index]));
  return rows.filter(({ id }, index) => last.get(id) === index);
}

/** The rows after a move. Where the rest is not known yet, who goes there goes out of sight. */
export function moved<Row extends Placed>(rows: readonly Row[], id: string, move: Move, whole: boolean): Row[] {
  const row = rows.find((one) => one.id === id);
  const others = rows.filter((one) => one.id !== id);
  if (row === undefined) return [...rows];
  if ('to' in move) {
    if (move.to === 'top') return [row, ...others];
    return whole ? [...others, row] : others;
  }
  const beside = 'before' in move ? move.before : move.after;
  const index = others.findIndex((one) => one.id === beside);
  if (index < 0) return whole ? [...rows] : others;
  const at = 'before' in move ? index : index + 1;
  return [...others.slice(0, at), row, ...others.slice(at)];
}

/** Whether a move changes the order at all. Beside somebody who is not seen, it may. */
export function changes(rows: readonly Placed[], id: string, move: Move, whole: boolean): boolean {
  if (!whole) {
    if ('to' in move && move.to === 'end') return true;
    const beside = 'before' in move ? move.before : 'after' in move ? move.after : null;
    if (beside !== null && !rows.some((row) => row.id === beside)) return true;
  }
  const after = moved(rows, id, move, true);
  return after.some((row, index) => row.id !== rows[index]?.id);
}

/** One place up or down; `null` at the end. */
export function step(rows: readonly Placed[], id: string, direction: 'up' | 'down'): Move | null {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) return null;
  const beside = rows[direction === 'up' ? index - 1 : index + 1];
  if (beside === undefined) return null;
  return direction === 'up' ? { before: beside.id } : { after: beside.id };
}

/** Deals rows out to pages again, each as long as it was; what is left over goes to the last. */
export function dealt<Row>(rows: readonly Row[], lengths: readonly number[]): Row[][] {
  let from = 0;
  return lengths.map((length, page) => {
    const until = page === lengths.length - 1 ? rows.length : from + length;
    const part = rows.slice(from, until);
    from = until;
    return part;
  });
}

/** The rows by their positions, which are texts that sort as the queue does. */
export function byPosition<Row extends Placed>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => compare(one.position ?? '', other.position ?? '') || compare(one.id, other.id));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
