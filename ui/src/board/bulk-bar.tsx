import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { plural } from '@lingui/core/macro';
import { Button, CloseButton, Group, Text } from '@mantine/core';
import { IconArrowBarToUp, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { Dialog } from '../parts/dialog';
import { tell } from '../parts/toast';
import styles from './board.module.css';
import { BulkProgress } from './bulk-progress';
import { eventKey, inviteesQuery, usePlace } from './event-queries';
import type { Show } from './groups';
import { useInviteeActs } from './invitee-acts';
import type { Row } from './invitee-row';
import type { Selection } from './queue';
import { useBulk } from './use-bulk';

/** What can be done with all who are selected. */
export function BulkBar(props: { show: Show; selected: Selection; onSelected: (next: Selection) => void }) {
  const { t } = useLingui();
  const { show, selected, onSelected } = props;
  const { remove } = useInviteeActs();
  const rows = [...selected.values()];
  const removable = rows.filter(({ status }) => status !== 'removed' && status !== 'cancelled');
  return (
    <Group className={styles.bulk} justify="space-between" role="region" aria-label={t`Selected invitees`}>
      <Group gap="xs">
        <CloseButton size={44} aria-label={t`Select nobody`} onClick={() => onSelected(new Map())} />
        <Text fw={600} className="figures" aria-live="polite">
          <Plural value={rows.length} one="# selected" other="# selected" />
        </Text>
      </Group>
      <Group gap="xs">
        {show === 'line' && <ToTop rows={rows} />}
        {removable.length > 0 && (
          <Button size="sm" h={44} variant="light" color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => remove(removable)}>
            <Plural value={removable.length} one="Remove # invitee" other="Remove # invitees" />
          </Button>
        )}
      </Group>
    </Group>
  );
}

function ToTop({ rows }: { rows: Row[] }) {
  const { t } = useLingui();
  const place = usePlace();
  const queries = useQueryClient();
  const { run, start, reset } = useBulk((row: Row) =>
    body(
      api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/move', {
        params: { path: { ...place, invitee: row.id } },
        body: { to: 'top' },
      }),
    ),
  );
  const move = async () => {
    const line = queries.getQueryData(inviteesQuery(place, 'line').queryKey)?.pages.flatMap((page) => page.invitees) ?? rows;
    const chosen = new Set(rows.map(({ id }) => id));
    // The last goes first, so that they stand at the top in the order that they had.
    const { failed } = await start(line.filter(({ id }) => chosen.has(id)).reverse());
    await queries.invalidateQueries({ queryKey: eventKey(place) });
    if (failed.length > 0) return;
    reset();
    tell(t`${plural(rows.length, { one: 'One invitee moved to the top', other: '# invitees moved to the top' })}`);
  };
  return (
    <>
      <Button size="sm" h={44} variant="default" leftSection={<IconArrowBarToUp size={18} aria-hidden />} onClick={() => void move()}>
        <Trans>Move to the top</Trans>
      </Button>
      <Dialog
        opened={run !== null}
        onClose={reset}
        title={t`Move to the top`}
        withCloseButton={run?.over === true}
        closeOnEscape={run?.over === true}
        closeOnClickOutside={false}
      >
        {run !== null && <BulkProgress run={run} onClose={reset} />}
      </Dialog>
    </>
  );
}
