import { Box, Center, Loader } from '@mantine/core';
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type Held, placeOf, withHeld } from './held-rows';

/**
 * A list of any length, of which only what is in view exists. Asks for more when its end comes near.
 * Rows say their place to screen readers by `aria-setsize` and `aria-posinset`.
 */
export function VirtualRows<Row>(props: {
  rows: readonly Row[];
  /** Estimated height of a row, in pixels; the real one is measured. */
  height: number;
  keyOf: (row: Row) => string;
  label: string;
  /** How many there are in all, where that is known. */
  total?: number | null;
  more?: { has: boolean; loading: boolean; load: () => void };
  /** How many rows before the end more are asked for. */
  ahead?: number;
  children: (row: Row, index: number) => ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  const margin = useMargin(list);
  const held = useHeld(props.rows, props.keyOf);
  const virtual = useWindowVirtualizer({
    count: props.rows.length,
    estimateSize: () => props.height,
    getItemKey: (index) => {
      const row = props.rows[index];
      return row === undefined ? index : props.keyOf(row);
    },
    overscan: 12,
    scrollMargin: margin,
    rangeExtractor: held.range,
  });
  const shown = virtual.getVirtualItems();
  // Not the last that is shown: that may be a row that is held far from here.
  const last = virtual.range?.endIndex ?? -1;
  const { more, ahead = 30 } = props;
  useEffect(() => {
    if (more?.has && !more.loading && last >= props.rows.length - ahead) more.load();
  }, [last, more, ahead, props.rows.length]);
  return (
    <>
      <Box ref={list} role="list" aria-label={props.label} pos="relative" h={virtual.getTotalSize()} {...held.events}>
        {shown.map((item) => {
          const row = props.rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="listitem"
              aria-setsize={props.total ?? (more?.has ? -1 : props.rows.length)}
              aria-posinset={item.index + 1}
              style={{
                position: 'absolute',
                insetInline: 0,
                top: 0,
                transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
              }}
            >
              {props.children(row, item.index)}
            </div>
          );
        })}
      </Box>
      {more?.loading && (
        <Center py="md">
          <Loader size="sm" aria-hidden />
        </Center>
      )}
    </>
  );
}

/** How far the list is from the top of the page, also after what is above it has grown. */
function useMargin(list: RefObject<HTMLDivElement | null>): number {
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return margin;
}

/**
 * Keeps the row that had the focus last and the one that is dragged: a row that leaves the page takes the
 * focus along, and ends the drag unseen.
 */
function useHeld<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const focused = useRef<Held | null>(null);
  const dragged = useRef<Held | null>(null);
  const latest = useRef(keyOf);
  latest.current = keyOf;
  // Another function for other rows: places are looked for anew then, though nothing was scrolled.
  const range = useCallback(
    (shown: Range) => {
      const places = [focused, dragged].map((one) => {
        if (one.current === null) return -1;
        const index = placeOf(rows, latest.current, one.current);
        one.current = index < 0 ? null : { ...one.current, index };
        return index;
      });
      return withHeld(defaultRangeExtractor(shown), places);
    },
    [rows],
  );
  const hold = (held: RefObject<Held | null>) => (event: SyntheticEvent) => {
    const index = Number(rowOf(event.target)?.dataset.index ?? -1);
    const row = rows[index];
    if (row !== undefined) held.current = { key: keyOf(row), index };
  };
  const events = {
    onFocus: hold(focused),
    onDragStart: hold(dragged),
    onDragEnd: () => {
      dragged.current = null;
    },
  };
  return { range, events };
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
}
