import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../parts/dialog';
import type { Row } from './invitee-row';
import type { Move } from './order';

/** Names that are offered at once; typing narrows them. */
const OFFERED = 50;

/** Puts somebody right after another who is in line. */
export function MoveAfterDialog(props: {
  row: Row | null;
  rows: readonly Row[];
  onClose: () => void;
  onMove: (row: Row, move: Move) => void;
}) {
  const { t } = useLingui();
  const { row, onClose } = props;
  const name = row?.name ?? '';
  return (
    <Dialog opened={row !== null} onClose={onClose} title={t`Move ${name}`}>
      {row !== null && <Choosing key={row.id} {...props} row={row} />}
    </Dialog>
  );
}

function Choosing({ row, rows, onClose, onMove }: Parameters<typeof MoveAfterDialog>[0] & { row: Row }) {
  const { t } = useLingui();
  const [after, setAfter] = useState<string | null>(null);
  const move = () => {
    if (after === null) return;
    onClose();
    onMove(row, { after });
  };
  return (
    <Stack>
      <Select
        label={t`Right after`}
        placeholder={t`Type a name`}
        data={rows.filter(({ id }) => id !== row.id).map(({ id, name, phone }) => ({ value: id, label: phone == null ? name : `${name}, ${phone}` }))}
        searchable
        limit={OFFERED}
        nothingFoundMessage={t`Nobody of that name is in line`}
        value={after}
        onChange={setAfter}
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Back</Trans>
        </Button>
        <Button disabled={after === null} onClick={move}>
          <Trans>Move</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
