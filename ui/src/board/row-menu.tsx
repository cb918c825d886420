import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBarDown,
  IconArrowBarToUp,
  IconArrowBarToDown,
  IconArrowDown,
  IconArrowUp,
  IconDotsVertical,
} from '@tabler/icons-react';
import { useState } from 'react';
import { actsOn } from './acts';
import { useMayHere, useStatus } from './event-queries';
import { useActWords, useInviteeActs } from './invitee-acts';
import type { Movable, Row } from './invitee-row';

/** All that can be done with a row, the moves among them, without a drag. */
export function RowMenu({ row, movable }: { row: Row; movable: Movable | null }) {
  const { t } = useLingui();
  // A thousand rows have a menu each: what is in it is made when it is opened.
  const [opened, setOpened] = useState(false);
  const { state } = useStatus();
  const may = useMayHere();
  const acts = actsOn(row.status, state, may);
  if (acts.length === 0 && movable === null) return null;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t`Acts for ${row.name}`}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      {opened && (
        <Menu.Dropdown>
          {movable !== null && (movable.place === null ? <WaitlistMoves row={row} movable={movable} /> : <LineMoves row={row} movable={movable} />)}
          {movable !== null && acts.length > 0 && <Menu.Divider />}
          <Acts row={row} acts={acts} />
        </Menu.Dropdown>
      )}
    </Menu>
  );
}

function Acts({ row, acts }: { row: Row; acts: ReturnType<typeof actsOn> }) {
  const words = useActWords();
  const { act } = useInviteeActs();
  return acts.map((one) => (
    <Menu.Item key={one} leftSection={words(one).icon} color={one === 'remove' ? 'red' : undefined} onClick={() => act(one, row)}>
      {words(one).words}
    </Menu.Item>
  ));
}

function LineMoves({ row, movable }: { row: Row; movable: Movable }) {
  return (
    <>
      <Menu.Item leftSection={<IconArrowBarToUp size={18} aria-hidden />} onClick={() => movable.onKey(row, 'top')}>
        <Trans>Move to the top</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowUp size={18} aria-hidden />} onClick={() => movable.onKey(row, 'up')}>
        <Trans>Move up</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowDown size={18} aria-hidden />} onClick={() => movable.onKey(row, 'down')}>
        <Trans>Move down</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBarToDown size={18} aria-hidden />} onClick={() => movable.onKey(row, 'end')}>
        <Trans>Move to the end</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBarDown size={18} aria-hidden />} onClick={() => movable.onAfter(row)}>
        <Trans>Move after…</Trans>
      </Menu.Item>
    </>
  );
}

function WaitlistMoves({ row, movable }: { row: Row; movable: Movable }) {
  return (
    <>
      <Menu.Item leftSection={<IconArrowBarToUp size={18} aria-hidden />} onClick={() => movable.onMove(row, { to: 'top' })}>
        <Trans>First on the waitlist</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBarToDown size={18} aria-hidden />} onClick={() => movable.onMove(row, { to: 'end' })}>
        <Trans>Last on the waitlist</Trans>
      </Menu.Item>
    </>
  );
}
