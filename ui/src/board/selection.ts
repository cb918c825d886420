/** Which rows are selected, by their ids. */

/** The selection with one row more, or less. */
export function toggled<Row extends { id: string }>(
  selection: ReadonlyMap<string, Row>,
  row: Row,
  selected: boolean,
): ReadonlyMap<string, Row> {
  const next = new Map(selection);
  if (selected) next.set(row.id, row);
  else next.delete(row.id);
  return next;
}

/** The selection without these. */
export function without<Row>(selection: ReadonlyMap<string, Row>, ids: readonly string[]): ReadonlyMap<string, Row> {
  const gone = new Set(ids);
  return new Map([...selection].filter(([id]) => !gone.has(id)));
}

/** The selection of those who are still among the rows, as they are now; the same one where nothing changed. */
export function amongst<Row extends { id: string }>(selection: ReadonlyMap<string, Row>, rows: readonly Row[]): ReadonlyMap<string, Row> {
  if (selection.size === 0) return selection;
  const next = new Map(rows.filter(({ id }) => selection.has(id)).map((row) => [row.id, row]));
  const same = next.size === selection.size && [...next].every(([id, row]) => selection.get(id) === row);
  return same ? selection : next;
}
