/** Which contacts are picked: some by name, or all that the filter matches, seen or not. */

/** The most that one change of many takes by name. */
export const PICKED_MAX = 1_000;

/** Everybody is meant by the filter that was asked when they were picked: `of` is its key. */
export type Selection =
  | { all: true; of: string }
  | { all: false; picked: ReadonlySet<string>; last: string | null };

export const NOBODY: Selection = { all: false, picked: new Set(), last: null };

/** All that the filter of this key matches. */
export function everybody(of: string): Selection {
  return { all: true, of };
}

/** What is picked while the filter of this key is shown: all that matched another one are nobody here. */
export function heldBy(selection: Selection, of: string): Selection {
  return selection.all && selection.of !== of ? NOBODY : selection;
}

export function isPicked(selection: Selection, id: string): boolean {
  return selection.all || selection.picked.has(id);
}

export function isEmpty(selection: Selection): boolean {
  return !selection.all && selection.picked.size === 0;
}

/** Picks one or puts it back. */
export function toggled(selection: Selection, id: string): Selection {
  if (selection.all) return selection;
  const picked = new Set(selection.picked);
  if (picked.has(id)) picked.delete(id);
  else if (picked.size < PICKED_MAX) picked.add(id);
  return { all: false, picked, last: id };
}

/** Picks all between the one that was touched last and this one, as far as there is room. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  if (selection.all || selection.last === null) return toggled(selection, id);
  const [from, to] = [order.indexOf(selection.last), order.indexOf(id)];
  if (from < 0 || to < 0) return toggled(selection, id);
  const picked = new Set(selection.picked);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (picked.size >= PICKED_MAX) break;
    picked.add(one);
  }
  return { all: false, picked, last: id };
}
