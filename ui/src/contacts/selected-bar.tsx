import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Paper, Text } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';

/** Those who are picked on a list, and taking them off it; stays in view. */
export function SelectedBar(props: { count: number; pending: boolean; onAct: () => void; onClear: () => void }) {
  const { t } = useLingui();
  return (
    <Paper withBorder shadow="md" radius="lg" p="sm" pos="sticky" bottom={12} mt="md" role="region" aria-label={t`Selected contacts`}>
      <Group justify="space-between" gap="xs">
        <Text fw={600} role="status" className="figures">
          {t`${plural(props.count, { one: '# contact selected', other: '# contacts selected' })}`}
        </Text>
        <Group gap="xs">
          <Button
            size="sm"
            h={44}
            variant="light"
            color="red"
            leftSection={<IconUserOff size={18} aria-hidden />}
            loading={props.pending}
            onClick={props.onAct}
          >
            {t`${plural(props.count, { one: 'Take # contact off the list', other: 'Take # contacts off the list' })}`}
          </Button>
          <Button size="sm" h={44} variant="default" onClick={props.onClear}>
            <Trans>Clear selection</Trans>
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
