import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Box, Button, Group, Loader, Radio, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { showFaults } from '../parts/form-problem';
import { count } from '../parts/moment';
import { Trouble } from '../parts/trouble';
import { type Preview, type Reading, ROWS_MAX } from './import-api';
import { ImportFigures } from './import-figures';
import { ImportMapping } from './import-mapping';
import { keepParts, remember } from './import-memory';
import { ImportReading } from './import-reading';
import { ImportSample } from './import-sample';
import { TagsField } from './tags-field';
import { Section } from '../parts/section';

const ImportRefusals = lazy(() => import('./import-refusals').then((views) => ({ default: views.ImportRefusals })));

const route = getRouteApi('/signed-in/o/$org/import');

/** What an import would come to: how the file is read, what goes wrong, and the start. */
export function ImportPreview(props: {
  org: string;
  file: { name: string; bytes: Uint8Array<ArrayBuffer> };
  preview: Preview;
  looking: boolean;
  onRead: (change: Reading) => void;
}) {
  const { t } = useLingui();
  const { file, preview, looking, onRead } = props;
  return (
    <Stack gap="lg" aria-busy={looking}>
      <Stack gap="xs">
        <ImportFigures preview={preview} />
        <Text size="sm" c="dimmed">
          <Trans>Nothing is written yet. Who is among your contacts already shows when the import runs.</Trans>
        </Text>
      </Stack>
      {preview.rows > ROWS_MAX && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={t`Too many rows`}>
          <Trans>
            The file has {count(preview.rows)} rows, and one import takes {count(ROWS_MAX)}. Divide the file.
          </Trans>
        </Alert>
      )}
      <Box opacity={looking ? 0.6 : 1}>
        <ImportMapping file={file.bytes} preview={preview} onChange={(columns) => onRead({ columns })} />
      </Box>
      <ImportReading preview={preview} onChange={onRead} />
      <Suspense>
        <ImportRefusals preview={preview} />
      </Suspense>
      <ImportSample preview={preview} />
      <Start {...props} />
      {looking && (
        <Group role="status" gap="xs">
          <Loader size="sm" aria-hidden />
          <Text size="sm">
            <Trans>Looking at the file again</Trans>
          </Text>
        </Group>
      )}
    </Stack>
  );
}

interface Settings extends Record<string, unknown> {
  tags: string[];
  existing: Schemas['Existing'];
}

function Start({ org, file, preview, looking }: Parameters<typeof ImportPreview>[0]) {
  const { t } = useLingui();
  const form = useForm<Settings>({ initialValues: { tags: [], existing: 'add_tags' } });
  const start = useStart(org, file.name, preview, (problem) => showFaults(form, problem));
  const { importable } = preview;
  return (
    <Section title={t`Import`}>
      <form onSubmit={form.onSubmit((settings) => start.mutate(settings))}>
        <Stack maw={560}>
          <TagsField
            org={org}
            label={t`Tags for everybody in this file`}
            description={t`New contacts get them, and those who are there already. Press Enter after each.`}
            {...form.getInputProps('tags')}
          />
          <Radio.Group label={t`Who is among your contacts already, by phone or e-mail`} {...form.getInputProps('existing')}>
            <Stack gap="xs" mt="xs">
              <Radio
                value="add_tags"
                label={t`Gets the tags and lists of the file`}
                description={t`Names, notes and all else stay as they are.`}
              />
              <Radio value="keep" label={t`Stays as it is`} />
            </Stack>
          </Radio.Group>
          {start.error !== null && Object.keys(form.errors).length === 0 && <Trouble error={start.error} />}
          <Group>
            <Button
              type="submit"
              loading={start.isPending}
              disabled={looking || importable === 0 || preview.rows > ROWS_MAX}
            >
              {t`${plural(importable, { one: 'Import # contact', other: 'Import # contacts' })}`}
            </Button>
            {importable === 0 && (
              <Text role="status">
                <Trans>No row makes a contact: say above which column has the phone or the e-mail.</Trans>
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** The command that begins the import; the file is sent from its own page, which shows how far it is. */
function useStart(org: string, name: string, preview: Preview, onFaults: (problem: Error) => void) {
  const navigate = route.useNavigate();
  return useCommand({
    send: ({ tags, existing }: Settings, key) =>
      body(
        api.POST('/v1/orgs/{org}/imports', {
          params: { path: { org }, header: { 'idempotency-key': key } },
          body: { plan: preview.plan, parts: preview.parts.length, tags, existing },
        }),
      ),
    onDone: (begun) => {
      keepParts(begun.id, preview.parts);
      remember(org, { id: begun.id, file: name, at: begun.started_at });
      void navigate({ to: '/o/$org/import/$import', params: { org, import: begun.id }, replace: true });
    },
    onProblem: onFaults,
  });
}
