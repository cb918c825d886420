import { useCallback, useEffect, useRef } from 'react';

type Rows = readonly { id: string }[];

/** Where the focus goes when the row that had it is gone from the list. */
export interface KeptFocus {
  /** Remembers the row that has the focus, and its place in the list. */
  seen: (row: { id: string; index: number }) => void;
  /** Hears of the rows as they are now: where the row that had the focus is gone, the next one gets it. */
  changed: (rows: Rows) => void;
  /** Gives the focus back after a dialog, if what had it before is gone. */
  back: () => void;
}

/**
 * Whoever acts on a row often sends it into another group. The focus then goes on to the row that takes its
 * place, or to the list: without it, it would begin at the top of the page again.
 */
export function useKeptFocus(): KeptFocus {
  const last = useRef({ id: '', index: 0 });
  const known = useRef<Rows>([]);
  const back = useCallback(() => {
    if (document.activeElement !== document.body) return;
    const { id, index } = last.current;
    const row = known.current.find((one) => one.id === id) ?? known.current[Math.min(index, known.current.length - 1)];
    const link = row === undefined ? null : document.querySelector<HTMLElement>(`[data-invitee="${CSS.escape(row.id)}"] a`);
    (link ?? document.getElementById('invitees'))?.focus({ preventScroll: true });
  }, []);
  const seen = useCallback((row: { id: string; index: number }) => {
    last.current = row;
  }, []);
  const changed = useCallback(
    (rows: Rows) => {
      const { id } = last.current;
      const gone = known.current.some((one) => one.id === id) && !rows.some((one) => one.id === id);
      known.current = rows;
      if (gone) back();
    },
    [back],
  );
  return { seen, changed, back };
}

/** Hears which row has the focus, and which rows there are. */
export function useFocusOfRows(rows: Rows, { seen, changed }: KeptFocus): (element: Element) => void {
  useEffect(() => changed(rows), [rows, changed]);
  return (element) => {
    const id = element.closest('[data-invitee]')?.getAttribute('data-invitee') ?? '';
    const index = rows.findIndex((row) => row.id === id);
    if (index >= 0) seen({ id, index });
  };
}
