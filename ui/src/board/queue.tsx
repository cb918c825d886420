import { Trans } from '@lingui/react/macro';
import { Button, Group, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { onDemand } from '../parts/on-demand';
import { BulkBar } from './bulk-bar';
import { useMayHere, usePlace, useStatus } from './event-queries';
import type { Show } from './groups';
import { InviteeActsFrame } from './invitee-acts';
import type { Row } from './invitee-row';
import { QueueList } from './queue-list';
import { ShowNav } from './show-nav';
import { without } from './selection';

const InviteeDrawer = onDemand(() => import('./invitee-drawer').then((views) => views.InviteeDrawer), ({ invitee }) => invitee !== null);

const route = getRouteApi('/signed-in/o/$org/events/$event/');

/** Who is on the list, group by group: the order, the answers, and all that can be done about each. */
export function QueueTab() {
  const place = usePlace();
  const { state } = useStatus();
  const may = useMayHere();
  const { show = 'line', invitee } = route.useSearch();
  const [selected, setSelected] = useSelection(show);
  const adds = may('invite') && (state === 'draft' || state === 'active' || state === 'paused');
  const drop = (ids: string[]) => setSelected((before) => without(before, ids));
  return (
    <InviteeActsFrame onRemoved={drop}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end" gap="sm" wrap="wrap-reverse">
          <ShowNav show={show} />
          {adds && (
            <Button
              size="sm"
              h={44}
              leftSection={<IconUserPlus size={18} aria-hidden />}
              renderRoot={(root) => <Link to="/o/$org/events/$event/add" params={place} {...root} />}
            >
              <Trans>Add people</Trans>
            </Button>
          )}
        </Group>
        {selected.size > 0 && <BulkBar show={show} selected={selected} onSelected={setSelected} />}
        <div id="invitees" tabIndex={-1}>
          <QueueList key={show} show={show} adds={adds} selected={selected} onSelected={setSelected} />
        </div>
      </Stack>
      <InviteeDrawer invitee={invitee ?? null} />
    </InviteeActsFrame>
  );
}

/** Who is selected, by id. What is selected in one group is not in another. */
export type Selection = ReadonlyMap<string, Row>;

function useSelection(show: Show) {
  const [selection, setSelection] = useState<{ show: Show; rows: Selection }>({ show, rows: new Map() });
  const rows: Selection = selection.show === show ? selection.rows : new Map();
  const set = (next: Selection | ((before: Selection) => Selection)) =>
    setSelection((before) => ({
      show,
      rows: typeof next === 'function' ? next(before.show === show ? before.rows : new Map()) : next,
    }));
  return [rows, set] as const;
}
