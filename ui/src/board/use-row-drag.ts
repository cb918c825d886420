import { combine } from '@atlaskit/pragmatic-drag-and-drop/utils/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollWindowForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { attachClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Move } from './order';

/** What a row of ours carries while it is dragged. */
const KIND = 'invitee';

/** How a row takes part in a drag: whether it is the one that is dragged, and where another would land. */
export interface RowDrag {
  row: RefObject<HTMLDivElement | null>;
  handle: RefObject<HTMLButtonElement | null>;
  dragged: boolean;
  edge: 'top' | 'bottom' | null;
}

/** Makes a row one that can be dragged by its handle, and beside which others can be dropped. */
export function useRowDrag(id: string, enabled: boolean): RowDrag {
  const row = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const [dragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<RowDrag['edge']>(null);
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle.current;
    if (!enabled || element === null || dragHandle === null) return undefined;
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ kind: KIND, id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === KIND && source.data.id !== id,
        getData: ({ input }) => attachClosestEdge({ id }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => {
          const closest = extractClosestEdge(self.data);
          setEdge(closest === 'top' || closest === 'bottom' ? closest : null);
        },
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [id, enabled]);
  return { row, handle, dragged, edge };
}

/** Hears of every row that is dropped beside another, and scrolls the page when a drag nears its edge. */
export function useDrops(enabled: boolean, onDrop: (id: string, move: Move) => void): void {
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    return combine(
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === KIND,
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0];
          const { id } = source.data;
          if (target === undefined || typeof id !== 'string' || typeof target.data.id !== 'string') return;
          const beside = target.data.id;
          latest.current(id, extractClosestEdge(target.data) === 'top' ? { before: beside } : { after: beside });
        },
      }),
      autoScrollWindowForElements({ canScroll: ({ source }) => source.data.kind === KIND }),
    );
  }, [enabled]);
}
