import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { RowTooLarge } from './csv-file';
import { FileTooLarge, preview, type Reading } from './import-api';
import { DropZone } from './import-drop';
import { EarlierImports } from './import-earlier';

const ImportPreview = lazy(() => import('./import-preview').then((views) => ({ default: views.ImportPreview })));

const route = getRouteApi('/signed-in/o/$org/import');

/** A file that was chosen, as its bytes are. */
interface Chosen {
  /** Another one at each choice, that the same name is looked at again. */
  key: string;
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** From a file to contacts: chosen, looked at, started. */
export function ImportWizard() {
  const { t } = useLingui();
  const { org } = route.useParams();
  const may = useMay();
  const [file, setFile] = useState<Chosen | null>(null);
  const choose = (chosen: File) =>
    void chosen.arrayBuffer().then((buffer) =>
      setFile({ key: crypto.randomUUID(), name: chosen.name, bytes: new Uint8Array(buffer) }),
    );
  return (
    <>
      <Anchor size="sm" display="inline-block" py={10} renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} {...root} />}>
        <Trans>All contacts</Trans>
      </Anchor>
      <PageHead title={t`Import contacts`} sub={file?.name}>
        {file !== null && (
          <Button variant="default" onClick={() => setFile(null)}>
            <Trans>Choose another file</Trans>
          </Button>
        )}
      </PageHead>
      {!may('work') ? (
        <Empty icon={IconLock} title={<Trans>You may look, not import</Trans>}>
          <Trans>Ask an owner or admin of the organization for the right to change contacts.</Trans>
        </Empty>
      ) : file === null ? (
        <Stack gap="lg">
          <DropZone onFile={choose} />
          <EarlierImports org={org} />
        </Stack>
      ) : (
        <Looking key={file.key} org={org} file={file} onAgain={() => setFile(null)} />
      )}
    </>
  );
}

function Looking({ org, file, onAgain }: { org: string; file: Chosen; onAgain: () => void }) {
  const [reading, setReading] = useState<Reading>({});
  const look = useQuery({
    queryKey: ['org', org, 'dry-run', file.key, reading],
    queryFn: () => preview(org, file.bytes, reading),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  if (look.error !== null) {
    return <Unreadable error={look.error} reset={() => setReading({})} again={() => void look.refetch()} onAgain={onAgain} />;
  }
  if (look.data === undefined) {
    return (
      <Stack>
        <Text role="status">
          <Trans>Looking at the file</Trans>
        </Text>
        <LoadingRows />
      </Stack>
    );
  }
  return (
    <Suspense fallback={<LoadingRows />}>
      <ImportPreview
        org={org}
        file={file}
        preview={look.data}
        looking={look.isFetching}
        onRead={(change) => setReading((last) => ({ ...last, ...change }))}
      />
    </Suspense>
  );
}

function Unreadable(props: { error: Error; reset: () => void; again: () => void; onAgain: () => void }) {
  const { error } = props;
  const acts = (
    <Group>
      <Button onClick={props.onAgain}>
        <Trans>Choose another file</Trans>
      </Button>
      <Button variant="default" onClick={props.reset}>
        <Trans>Read it as it was guessed</Trans>
      </Button>
    </Group>
  );
  if (error instanceof RowTooLarge) {
    return (
      <Stack role="alert">
        <Text>
          <Trans>One row is larger than 4 MB. Most often a quotation mark is opened and never closed.</Trans>
        </Text>
        {acts}
      </Stack>
    );
  }
  if (error instanceof FileTooLarge) {
    return (
      <Stack role="alert">
        <Text>
          <Trans>The file is larger than an import takes. Divide it into files of at most 50,000 rows.</Trans>
        </Text>
        {acts}
      </Stack>
    );
  }
  return (
    <Trouble error={error} retry={props.again}>
      {acts}
    </Trouble>
  );
}
