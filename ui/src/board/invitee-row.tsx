import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Badge, Box, Checkbox, Group, Text } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import type { Schemas } from '../api/client';
import { count } from '../parts/moment';
import styles from './board.module.css';
import { usePlace } from './event-queries';
import { InviteeStanding } from './invitee-standing';
import type { Move } from './order';
import { RowMenu } from './row-menu';
import { useRowDrag } from './use-row-drag';

export type Row = Schemas['InviteeRow'];

/** A key that moves who has the focus: with Alt, up and down by one, Home and End all the way. */
export type MoveKey = 'up' | 'down' | 'top' | 'end';

/** How a row can be moved; `null` where it has no place among others, or the caller may not. */
export interface Movable {
  /** Its place in line, from 1; none on the waitlist, which is not shown in its order. */
  place: number | null;
  onMove: (row: Row, move: Move) => void;
  onKey: (row: Row, key: MoveKey) => void;
  onAfter: (row: Row) => void;
}

const KEYS: Record<string, MoveKey> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'top', End: 'end' };

/** One invitee of a list. */
export function InviteeRow(props: {
  row: Row;
  movable: Movable | null;
  selected: boolean;
  onSelect: ((id: string, selected: boolean) => void) | null;
}) {
  const { t } = useLingui();
  const { row, movable, selected, onSelect } = props;
  const inLine = movable !== null && movable.place !== null;
  const drag = useRowDrag(row.id, inLine);
  const onKeyDown = (event: KeyboardEvent) => {
    const key = KEYS[event.key];
    if (!event.altKey || key === undefined || movable === null || !inLine) return;
    event.preventDefault();
    movable.onKey(row, key);
  };
  return (
    <Box ref={drag.row} className={styles.row} mod={{ dragged: drag.dragged, invitee: row.id }} onKeyDown={onKeyDown}>
      {drag.edge !== null && <div className={styles.drop} data-edge={drag.edge} />}
      {onSelect !== null && (
        <Checkbox
          checked={selected}
          onChange={(event) => onSelect(row.id, event.currentTarget.checked)}
          aria-label={t`Select ${row.name}`}
          size="md"
          p={8}
        />
      )}
      {inLine && (
        <>
          <ActionIcon
            ref={drag.handle}
            id={handleId(row.id)}
            variant="subtle"
            color="gray"
            size={40}
            className={styles.handle}
            aria-label={t`Move ${row.name}`}
            aria-description={t`Drag, or press Alt with an arrow key`}
          >
            <IconGripVertical size={18} aria-hidden />
          </ActionIcon>
          <Text size="sm" c="dimmed" className={`figures ${styles.place}`} visibleFrom="xs">
            {count(movable.place ?? 0)}
          </Text>
        </>
      )}
      <div className={styles.main}>
        <Who row={row} />
        <div className={styles.stands}>
          <InviteeStanding row={row} />
        </div>
        <Party row={row} />
      </div>
      <RowMenu row={row} movable={movable} />
    </Box>
  );
}

/** The handle of a row, which has the focus again after a move. */
export function handleId(invitee: string): string {
  return `move-${invitee}`;
}

function Who({ row }: { row: Row }) {
  const place = usePlace();
  return (
    <div className={styles.who}>
      <Anchor
        fw={600}
        c="inherit"
        className={styles.name}
        renderRoot={(root) => (
          <Link to="/o/$org/events/$event" params={place} search={(before) => ({ ...before, invitee: row.id })} resetScroll={false} {...root} />
        )}
      >
        {row.name}
      </Anchor>
      <Text size="sm" c="dimmed" className="figures">
        {row.phone == null ? <Trans>No phone number</Trans> : <bdi>{row.phone}</bdi>}
      </Text>
    </div>
  );
}

function Party({ row }: { row: Row }) {
  const party = row.party > 0 ? row.party : row.max_party;
  if (party <= 1) return null;
  return (
    <Group gap={4}>
      <Badge variant="light" color="gray" tt="none">
        {row.party > 0 ? (
          <Plural value={party} one="# seat" other="# seats" />
        ) : (
          <Plural value={party} one="up to # seat" other="up to # seats" />
        )}
      </Badge>
    </Group>
  );
}
