import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../parts/moment';
import { VirtualRows } from '../parts/virtual-rows';
import { onDemand } from '../parts/on-demand';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useMayHere, useStatus } from './event-queries';
import { countOf, type Show } from './groups';
import { handleId, InviteeRow, type MoveKey, type Movable, type Row } from './invitee-row';
import { useInviteeActs } from './invitee-acts';
import { type Move, onceEach, step } from './order';
import type { Selection } from './queue';
import { QueueEmpty } from './queue-empty';
import { amongst, toggled } from './selection';
import { useFocusOfRows } from './use-kept-focus';
import { useLiveRows } from './use-live-rows';
import { useReorder } from './use-reorder';
import { useDrops } from './use-row-drag';
import { useWaitlistMove } from './use-waitlist-move';

const MoveAfterDialog = onDemand(() => import('./move-after-dialog').then((views) => views.MoveAfterDialog), ({ row }) => row !== null);

const ROW_PX = 60;

/** One group of invitees; in line, they can be put into another order. */
export function QueueList(props: {
  show: Show;
  adds: boolean;
  selected: Selection;
  onSelected: (next: Selection | ((before: Selection) => Selection)) => void;
}) {
  const { t } = useLingui();
  const { show, selected, onSelected } = props;
  const status = useStatus();
  const may = useMayHere();
  const acts = may('invite') && status.state !== 'cancelled';
  const query = useLiveRows(show);
  const rows = useMemo(() => onceEach(query.data.pages.flatMap((page) => page.invitees)), [query.data]);
  const moves = useMoves(show, rows, acts, !query.hasNextPage);
  const onFocus = useFocusOfRows(rows, useInviteeActs().focus);
  useSelectionHere(rows, selected, onSelected);
  const onSelect = useCallback(
    (id: string, on: boolean) => {
      const row = rows.find((one) => one.id === id);
      if (row !== undefined) onSelected((before) => toggled(before, row, on));
    },
    [rows, onSelected],
  );
  if (rows.length === 0 && !query.hasNextPage) return <QueueEmpty show={show} adds={props.adds} />;
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  return (
    <Stack gap={0}>
      <Group justify="space-between" mih={44}>
        {acts ? (
          <Checkbox
            label={query.hasNextPage ? t`Select the ${count(rows.length)} shown` : t`Select all`}
            checked={all}
            indeterminate={!all && selected.size > 0}
            onChange={() => onSelected(all ? new Map() : new Map(rows.map((row) => [row.id, row])))}
            size="md"
            px={18}
          />
        ) : (
          <span />
        )}
        {show === 'line' && acts && rows.length > 1 && (
          <Text size="sm" c="dimmed" visibleFrom="sm">
            <Trans>Drag to change the order, or press Alt with an arrow key.</Trans>
          </Text>
        )}
      </Group>
      <div onFocus={(event) => onFocus(event.target)}>
        <VirtualRows
          rows={rows}
          height={ROW_PX}
          keyOf={(row) => row.id}
          label={t`Invitees`}
          total={query.hasNextPage ? countOf(show, status.counts) : rows.length}
          more={{ has: query.hasNextPage && !query.isFetchNextPageError, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
        >
          {(row, index) => (
            <InviteeRow
              row={row}
              movable={moves.of(row, index)}
              selected={selected.has(row.id)}
              onSelect={acts ? onSelect : null}
            />
          )}
        </VirtualRows>
      </div>
      {query.isFetchNextPageError && <Trouble error={query.error} retry={() => void query.fetchNextPage()} />}
      {moves.dialog}
    </Stack>
  );
}

/** Whoever leaves the group is no longer selected; the others are as they are now. */
function useSelectionHere(rows: Row[], selected: Selection, onSelected: (next: Selection) => void) {
  const { t } = useLingui();
  useEffect(() => {
    const here = amongst(selected, rows);
    if (here === selected) return;
    const gone = selected.size - here.size;
    onSelected(here);
    if (gone > 0) {
      tell(t`${plural(gone, { one: 'One is no longer here, and no longer selected', other: '# are no longer here, and no longer selected' })}`);
    }
    // What is done with the selection is the same at every render.
  }, [rows, selected]);
}

/** How the rows of a group can be moved: by drag, by key, by menu. */
function useMoves(show: Show, rows: Row[], acts: boolean, whole: boolean): { of: (row: Row, index: number) => Movable | null; dialog: ReactNode } {
  const reorder = useReorder();
  const onWaitlist = useWaitlistMove();
  const [after, setAfter] = useState<Row | null>(null);
  const follow = useFollow(rows);
  const move = (row: Row, move: Move) => {
    reorder({ row, move });
    follow(row.id);
  };
  const onKey = (row: Row, key: MoveKey) => {
    const wanted: Move | null = key === 'up' || key === 'down' ? step(rows, row.id, key) : { to: key };
    if (wanted !== null) move(row, wanted);
  };
  useDrops(acts && show === 'line', (id, wanted) => {
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) reorder({ row, move: wanted });
  });
  return {
    of: (row, index) => {
      if (!acts) return null;
      if (show === 'line') return { place: index + 1, onMove: move, onKey, onAfter: setAfter };
      if (row.status === 'waitlisted') return { place: null, onMove: (row, to) => onWaitlist({ row, move: to }), onKey, onAfter: setAfter };
      return null;
    },
    dialog: (
      <MoveAfterDialog
        row={after}
        rows={rows}
        whole={whole}
        onClose={() => setAfter(null)}
        onMove={(row, move) => reorder({ row, move })}
      />
    ),
  };
}

/**
 * Keeps who was moved in sight, and the focus in the list: React keeps it on a row that moves, but a row
 * that goes far is gone from the page.
 */
function useFollow(rows: Row[]): (invitee: string) => void {
  const followed = useRef<string | null>(null);
  useEffect(() => {
    if (followed.current === null) return;
    const handle = document.getElementById(handleId(followed.current));
    followed.current = null;
    handle?.scrollIntoView({ block: 'nearest' });
    if (document.activeElement === document.body) {
      (handle ?? document.getElementById('invitees'))?.focus({ preventScroll: true });
    }
  }, [rows]);
  return (invitee) => {
    followed.current = invitee;
  };
}
