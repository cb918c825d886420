import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { memo, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { VirtualRows } from '../parts/virtual-rows';
import classes from './contact-rows.module.css';
import type { ContactRow } from './queries';
import { rowKey } from './row-keys';

/** Height of a row that was not measured yet, in pixels. */
const ROW_HEIGHT = 53;
/** Rows that are loaded beyond those in view, so that a fast hand finds them there. */
const AHEAD_ROWS = 600;

/**
 * Contacts below each other, however many: only those in view exist. Arrow keys, Home and End move from
 * one to the next; letters jump to a name.
 */
export function ContactRows(props: {
  org: string;
  rows: readonly ContactRow[];
  label: string;
  total?: number | null;
  more: { has: boolean; loading: boolean; load: () => void };
  /** Picking, for who may change contacts. */
  pick?: { has: (id: string) => boolean; fixed: boolean; toggle: (id: string, through: boolean) => void };
  /** Called with the letters that were typed while a row had the focus. */
  onJump?: (letters: string) => void;
}) {
  const { t } = useLingui();
  const { pick, onJump } = props;
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const listen = rowKey(element, onJump);
    element.addEventListener('keydown', listen);
    return () => element.removeEventListener('keydown', listen);
  }, [onJump]);
  const toggle = useRef(pick?.toggle);
  toggle.current = pick?.toggle;
  const onPick = useCallback((id: string, through: boolean) => toggle.current?.(id, through), []);
  return (
    <div ref={frame}>
      <div className={classes.head} data-pick={pick === undefined ? undefined : ''} aria-hidden>
        <span />
        <span>{t`Name`}</span>
        <span>{t`Phone`}</span>
        <span>{t`E-mail`}</span>
        <span>{t`Tags`}</span>
      </div>
      <VirtualRows
        rows={props.rows}
        height={ROW_HEIGHT}
        keyOf={(row) => row.id}
        label={props.label}
        total={props.total}
        more={props.more}
        ahead={AHEAD_ROWS}
      >
        {(row) => (
          <Row
            org={props.org}
            row={row}
            picked={pick?.has(row.id) ?? false}
            fixed={pick?.fixed ?? false}
            onPick={pick === undefined ? undefined : onPick}
          />
        )}
      </VirtualRows>
    </div>
  );
}

/** Plain elements: forty of these come and go with every turn of a wheel. */
const Row = memo(function Row(props: {
  org: string;
  row: ContactRow;
  picked: boolean;
  fixed: boolean;
  onPick?: (id: string, through: boolean) => void;
}) {
  const { t } = useLingui();
  const { row, onPick } = props;
  const name = row.name || row.phone || row.email || '';
  return (
    <div className={classes.row} data-pick={onPick === undefined ? undefined : ''} data-picked={props.picked || undefined}>
      {onPick !== undefined && (
        <label className={classes.pick}>
          <input
            type="checkbox"
            checked={props.picked}
            disabled={props.fixed}
            aria-label={t`Select ${name}`}
            onChange={() => undefined}
            onClick={(event: MouseEvent) => onPick(row.id, event.shiftKey)}
          />
        </label>
      )}
      <Link className={classes.name} to="/o/$org/contacts/$contact" params={{ org: props.org, contact: row.id }} preload={false}>
        {row.name || <em>{t`No name`}</em>}
      </Link>
      <span className={`${classes.cell} ${classes.phone} figures`} dir="ltr">
        {row.phone}
      </span>
      <span className={`${classes.cell} ${classes.email}`}>{row.email}</span>
      <span className={classes.tags}>
        {row.tags.slice(0, 3).map((tag) => (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        ))}
        {row.tags.length > 3 && <span className={classes.tag}>+{row.tags.length - 3}</span>}
      </span>
    </div>
  );
});
