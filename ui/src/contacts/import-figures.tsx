import { useLingui } from '@lingui/react/macro';
import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { count } from '../parts/moment';

/** What a file would come to, in figures. */
export function ImportFigures({ preview }: { preview: Schemas['DryRun'] }) {
  const { t } = useLingui();
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} role="status">
      <Figure label={t`Rows`} value={preview.rows} />
      <Figure label={t`Make a contact`} value={preview.importable} strong />
      <Figure label={t`Repeat an earlier row`} value={preview.same_phone + preview.same_email} />
      <Figure label={t`Cannot be read`} value={preview.refused} />
    </SimpleGrid>
  );
}

/** One figure with what it counts. */
export function Figure({ label, value, strong }: { label: string; value: number; strong?: boolean }) {
  return (
    <Paper withBorder radius="lg" p="md">
      <Text size="xl" fw={650} className="figures" c={strong ? 'pine' : undefined}>
        {count(value)}
      </Text>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
    </Paper>
  );
}
