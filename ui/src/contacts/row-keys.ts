/** Moving through a list of any length by the keyboard alone. */

/** Letters that come this soon after each other are one word, in milliseconds. */
const ONE_WORD_MS = 900;

/**
 * What keys do while a row has the focus: arrows go to the next row, Home and End to the ends of what is
 * loaded, letters to `onJump`, all that were typed without a pause.
 */
export function rowKey(frame: HTMLElement, onJump?: (letters: string) => void): (event: KeyboardEvent) => void {
  let letters = '';
  let last = 0;
  return (event) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]');
    if (row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      focusRow(frame, Number(row.dataset.index) + step);
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      focusEnd(frame, event.key === 'Home');
    } else if (onJump !== undefined && /^[\p{L}\p{N}]$/u.test(event.key)) {
      letters = event.timeStamp - last > ONE_WORD_MS ? event.key : letters + event.key;
      last = event.timeStamp;
      onJump(letters);
    }
  };
}

function linkOf(frame: HTMLElement, index: number): HTMLElement | null {
  return frame.querySelector<HTMLElement>(`[data-index="${index}"] a`);
}

function focusRow(frame: HTMLElement, index: number): void {
  const link = linkOf(frame, index);
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: 'nearest' });
}

/** Scrolls to the first or last row, which comes to be by it, and then takes the focus. */
function focusEnd(frame: HTMLElement, first: boolean): void {
  const edge = first ? 0 : frame.getBoundingClientRect().bottom + window.scrollY;
  window.scrollTo({ top: edge });
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const rows = [...frame.querySelectorAll<HTMLElement>('[data-index] a')];
      (first ? rows[0] : rows.at(-1))?.focus({ preventScroll: true });
    }),
  );
}
