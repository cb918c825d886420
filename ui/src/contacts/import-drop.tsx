import { Trans, useLingui } from '@lingui/react/macro';
import { Button, FileButton, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';

/** What pickers of files offer. */
const KINDS = '.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values';

/** Where a file is dropped, or chosen by a button. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files.item(0);
    if (file !== null) onFile(file);
  };
  return (
    <Paper
      component="section"
      aria-label={t`Choose a file`}
      withBorder
      radius="lg"
      py={48}
      px="md"
      bg={over ? 'var(--mantine-primary-color-light)' : undefined}
      bd={over ? '2px dashed var(--mantine-primary-color-filled)' : '2px dashed var(--mantine-color-default-border)'}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack align="center" ta="center" gap="sm">
        <ThemeIcon size={64} radius="xl" variant="light" aria-hidden>
          <IconFileSpreadsheet size={32} />
        </ThemeIcon>
        <Title order={2} size="h3">
          <Trans>Drop a CSV file here</Trans>
        </Title>
        <Text c="dimmed" maw={520}>
          <Trans>
            As Google Contacts, Outlook or a spreadsheet save it, in any encoding; up to 50,000 rows. You see what becomes
            of it before anything is written.
          </Trans>
        </Text>
        <FileButton accept={KINDS} onChange={(file) => file !== null && onFile(file)}>
          {(button) => (
            <Button {...button} leftSection={<IconUpload size={18} aria-hidden />}>
              <Trans>Choose a file</Trans>
            </Button>
          )}
        </FileButton>
      </Stack>
    </Paper>
  );
}
