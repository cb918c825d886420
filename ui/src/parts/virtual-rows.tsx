import { Box, Center, Loader } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

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
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setMargin(top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: props.rows.length,
    estimateSize: () => props.height,
    getItemKey: (index) => {
      const row = props.rows[index];
      return row === undefined ? index : props.keyOf(row);
    },
    overscan: 12,
    scrollMargin: margin,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  const { more, ahead = 30 } = props;
  useEffect(() => {
    if (more?.has && !more.loading && last >= props.rows.length - ahead) more.load();
  }, [last, more, ahead, props.rows.length]);
  return (
    <>
      <Box ref={list} role="list" aria-label={props.label} pos="relative" h={virtual.getTotalSize()}>
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
