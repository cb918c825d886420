import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCheck, IconDownload, IconUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Schemas } from '../api/client';
import { isProblem } from '../api/problem';
import { count } from '../parts/moment';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { Nowhere, Trouble } from '../parts/trouble';
import { DropZone } from './import-drop';
import { ImportOutcomes } from './import-outcomes';
import { importQuery, restartRows } from './queries';
import { useReport } from './use-report';
import { useUpload } from './use-upload';

const route = getRouteApi('/signed-in/o/$org/import/$import');

/** One import: how far it is, and what became of each row. */
export function ImportRun() {
  const { org, import: id } = route.useParams();
  const query = useQuery(importQuery(org, id));
  if (isProblem(query.error, 'not-found')) return <Nowhere />;
  if (query.data === undefined) {
    return query.error === null ? <LoadingRows /> : <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  return <Run org={org} run={query.data} />;
}

function Run({ org, run }: { org: string; run: Schemas['Import'] }) {
  const { t } = useLingui();
  const done = run.state === 'done';
  useFollow(org, done);
  return (
    <>
      <Anchor size="sm" display="inline-block" py={10} renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} {...root} />}>
        <Trans>All contacts</Trans>
      </Anchor>
      <PageHead title={done ? t`Import done` : t`Importing contacts`}>{done && <After org={org} run={run} />}</PageHead>
      <Stack gap="lg">
        {run.state === 'waiting_for_parts' && <Sending org={org} run={run} />}
        {run.state === 'writing' && <Writing run={run} />}
        {done && (
          <Alert color="pine" icon={<IconCheck aria-hidden />} role="status">
            {t`${plural(run.rows, { one: '# row is done', other: '# rows are done' })}: ${plural(run.results.created, { one: '# new contact', other: '# new contacts' })}.`}
          </Alert>
        )}
        <ImportOutcomes org={org} run={run} />
      </Stack>
    </>
  );
}

/** Contacts that came to be are in the lists from then on. */
function useFollow(org: string, done: boolean): void {
  const queries = useQueryClient();
  const followed = useRef(false);
  useEffect(() => {
    if (!done || followed.current) return;
    followed.current = true;
    restartRows(queries, org);
  }, [done, org, queries]);
}

function Sending({ org, run }: { org: string; run: Schemas['Import'] }) {
  const upload = useUpload(org, run);
  if (upload.missing) {
    return (
      <Stack>
        <Alert color="blue" icon={<IconUpload aria-hidden />} role="status">
          <Trans>
            The file was not sent to its end: {run.parts_received.length} of {run.parts} parts have come. Choose the same
            file again to go on; nothing is imported twice.
          </Trans>
        </Alert>
        {upload.error !== null && <Trouble error={upload.error} />}
        <DropZone onFile={upload.choose} />
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Text role="status">
        <Trans>
          Sending the file: part {Math.min(upload.sent + 1, run.parts)} of {run.parts}. Leave this page open until it is
          sent.
        </Trans>
      </Text>
      <Progress value={(upload.sent / run.parts) * 100} size="lg" aria-hidden />
      {upload.error !== null && <Trouble error={upload.error} retry={upload.again} />}
    </Stack>
  );
}

function Writing({ run }: { run: Schemas['Import'] }) {
  const { t } = useLingui();
  const share = (run.rows_done / Math.max(run.rows, 1)) * 100;
  return (
    <Stack gap="xs">
      <Text role="status" className="figures">
        <Trans>
          {count(run.rows_done)} of {count(run.rows)} rows are done. You can leave this page; the import goes on.
        </Trans>
      </Text>
      <Progress value={share} size="lg" animated aria-label={t`Rows that are done`} />
    </Stack>
  );
}

function After({ org, run }: { org: string; run: Schemas['Import'] }) {
  const report = useReport(org, run.id);
  return (
    <Group gap="sm">
      <Button
        renderRoot={(root) => (
          <Link
            to="/o/$org/contacts"
            params={{ org }}
            search={run.tags.length > 0 ? { tag: run.tags, match: run.tags.length > 1 ? 'all' : undefined } : {}}
            {...root}
          />
        )}
      >
        <Trans>See the contacts</Trans>
      </Button>
      <Button variant="default" renderRoot={(root) => <Link to="/o/$org/events" params={{ org }} {...root} />}>
        <Trans>Invite them to an event</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={report.isPending}
        onClick={() => report.mutate()}
      >
        <Trans>Download the report</Trans>
      </Button>
    </Group>
  );
}
