import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Schemas } from '../api/client';
import { Trouble } from '../parts/trouble';
import type { Follow } from './bulk-acts';
import { bulkQuery, isRefused, patchMatching, patchRows, restartRows } from './queries';

/** How far a change of many contacts is; when it is done, the lists follow. */
export function BulkProgress(props: { org: string; bulk: string; follow: Follow | null; onClose: () => void }) {
  const { t } = useLingui();
  const bulk = useQuery(bulkQuery(props.org, props.bulk));
  useFollow(props.org, bulk.data, props.follow);
  const words = useActWords();
  if (bulk.error !== null && (bulk.data === undefined || isRefused(bulk.error))) {
    return (
      <Trouble error={bulk.error} retry={() => void bulk.refetch()}>
        <Dismiss onClose={props.onClose} />
      </Trouble>
    );
  }
  const job = bulk.data;
  const done = job?.state === 'done';
  const { title, ended } = words(job?.act ?? '');
  return (
    <Alert
      mb="md"
      color={done ? 'pine' : 'blue'}
      icon={done ? <IconCheck aria-hidden /> : <IconRefresh aria-hidden />}
      title={done ? ended : title}
      role="status"
      aria-label={t`Change of many contacts`}
    >
      <Stack gap="xs">
        {job !== undefined && !done && <Bar job={job} />}
        {job !== undefined && <Counts job={job} />}
        {done && <Dismiss onClose={props.onClose} />}
      </Stack>
    </Alert>
  );
}

/** Once it is done, rows that are shown are put right where they stand, or asked for anew. */
function useFollow(org: string, job: Schemas['Bulk'] | undefined, follow: Follow | null): void {
  const queries = useQueryClient();
  const followed = useRef(false);
  const done = job?.state === 'done';
  const whole = job?.refused === 0;
  useEffect(() => {
    if (!done || followed.current) return;
    followed.current = true;
    if (follow === null || !whole) return restartRows(queries, org);
    if (follow.only === null) patchRows(queries, org, follow.patch);
    else patchMatching(queries, org, follow.only, follow.patch);
    void queries.invalidateQueries({ queryKey: ['org', org, 'tags'] });
    void queries.invalidateQueries({ queryKey: ['org', org, 'lists'] });
    void queries.invalidateQueries({ queryKey: ['org', org, 'contacts', 'one'] });
  }, [done, whole, follow, queries, org]);
}

function Bar({ job }: { job: Schemas['Bulk'] }) {
  const { t } = useLingui();
  const seen = job.changed + job.unchanged + job.gone + job.refused;
  const { named } = job;
  return typeof named === 'number' ? (
    <Progress value={(seen / Math.max(named, 1)) * 100} aria-label={t`Progress`} />
  ) : (
    <Progress value={100} striped animated aria-hidden />
  );
}

function Counts({ job }: { job: Schemas['Bulk'] }) {
  const { t } = useLingui();
  const { changed, unchanged, gone, refused } = job;
  const parts = [
    t`${plural(changed, { one: '# contact changed', other: '# contacts changed' })}`,
    unchanged > 0 && t`${plural(unchanged, { one: '# was so already', other: '# were so already' })}`,
    gone > 0 && t`${plural(gone, { one: '# is not there any more', other: '# are not there any more' })}`,
    refused > 0 && t`${plural(refused, { one: '# has no room for it', other: '# have no room for it' })}`,
  ].filter((part) => part !== false);
  return (
    <Text size="sm" className="figures">
      {parts.join(', ')}
    </Text>
  );
}

function Dismiss({ onClose }: { onClose: () => void }) {
  return (
    <Group>
      <Button size="sm" h={44} variant="default" onClick={onClose}>
        <Trans>Dismiss</Trans>
      </Button>
    </Group>
  );
}

function useActWords(): (act: string) => { title: string; ended: string } {
  const { t } = useLingui();
  return (act) => {
    switch (act) {
      case 'add_tags':
        return { title: t`Tags are being added`, ended: t`Tags added` };
      case 'remove_tags':
        return { title: t`Tags are being removed`, ended: t`Tags removed` };
      case 'rename_tag':
        return { title: t`The tag is being renamed`, ended: t`Tag renamed` };
      case 'add_to_list':
        return { title: t`Contacts are being put on the list`, ended: t`Contacts put on the list` };
      case 'remove_from_list':
        return { title: t`Contacts are being taken off the list`, ended: t`Contacts taken off the list` };
      case 'delete_list':
        return { title: t`The list is being deleted`, ended: t`List deleted` };
      case 'delete':
        return { title: t`Contacts are being deleted`, ended: t`Contacts deleted` };
      default:
        return { title: t`Contacts are being changed`, ended: t`Contacts changed` };
    }
  };
}
