import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, List, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { count } from '../parts/moment';
import { useProblemWords } from '../parts/trouble';
import type { Acted } from './invitee-acts';
import type { BulkRun } from './use-bulk';

/** How far a run is; at its end, for whom it did not work and why. */
export function BulkProgress({ run, onClose }: { run: BulkRun<Acted>; onClose: () => void }) {
  const { t } = useLingui();
  const words = useProblemWords();
  if (!run.over) {
    return (
      <Stack gap="xs" role="status">
        <Text size="sm" className="figures">
          <Trans>
            {count(run.done)} of {count(run.of)} done
          </Trans>
        </Text>
        <Progress value={(run.done / Math.max(run.of, 1)) * 100} aria-label={t`Progress`} />
      </Stack>
    );
  }
  return (
    <Stack>
      <Alert color="orange" role="alert" title={t`Not all of it was done`}>
        <Text size="sm">
          <Trans>
            {count(run.of - run.failed.length)} of {count(run.of)} done.
          </Trans>{' '}
          <Plural value={run.failed.length} one="It did not work for one:" other="It did not work for #:" />
        </Text>
        <ScrollArea.Autosize mah={240}>
          <List size="sm">
            {run.failed.map(({ item, error }) => (
              <List.Item key={item.id}>
                {item.name}: {words(error).title}
              </List.Item>
            ))}
          </List>
        </ScrollArea.Autosize>
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
