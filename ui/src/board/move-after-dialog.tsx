import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Loader, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../api/client';
import { Dialog } from '../parts/dialog';
import { Trouble } from '../parts/trouble';
import { eventKey, type Place, usePlace } from './event-queries';
import type { Row } from './invitee-row';
import { type Move, onceEach } from './order';

/** Names that are offered at once; typing narrows them. */
const OFFERED = 50;
/** Invitees of one question, the most that the API gives; and questions that are asked for the whole line. */
const PAGE = 200;
const PAGES_MAX = 50;

/** Puts somebody right after another who is in line. */
export function MoveAfterDialog(props: {
  row: Row | null;
  rows: readonly Row[];
  /** Whether the rows are the whole line. Where they are not, the rest is asked for. */
  whole: boolean;
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

function Choosing({ row, rows, whole, onClose, onMove }: Parameters<typeof MoveAfterDialog>[0] & { row: Row }) {
  const { t } = useLingui();
  const [after, setAfter] = useState<string | null>(null);
  const line = useLine(!whole);
  const others = (line.data ?? rows).filter(({ id }) => id !== row.id);
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
        data={others.map(({ id, name, phone }) => ({ value: id, label: phone == null ? name : `${name}, ${phone}` }))}
        searchable
        limit={OFFERED}
        nothingFoundMessage={line.isFetching ? t`Loading` : t`Nobody of that name is in line`}
        rightSection={line.isFetching ? <Loader size="xs" aria-hidden /> : undefined}
        value={after}
        onChange={setAfter}
        data-autofocus
      />
      {line.error !== null && <Trouble error={line.error} retry={() => void line.refetch()} />}
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

/** Everybody in line, beyond what the page has loaded. */
function useLine(wanted: boolean) {
  const place = usePlace();
  return useQuery({
    queryKey: [...eventKey(place), 'whole-line'],
    queryFn: () => readLine(place),
    enabled: wanted,
    staleTime: 10_000,
    gcTime: 0,
  });
}

async function readLine(place: Place): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const part = await body(
      api.GET('/v1/orgs/{org}/events/{event}/invitees', { params: { path: place, query: { status: 'queued', limit: PAGE, cursor } } }),
    );
    rows.push(...part.invitees);
    if (part.cursor == null) break;
    cursor = part.cursor;
  }
  return onceEach(rows);
}
