import { Trans, useLingui } from '@lingui/react/macro';
import { Group, Progress, Stack, Text } from '@mantine/core';
import { count, percent } from './moment';

/** How full an event is: seats taken by a YES, seats held for who was asked, and what is free. */
export function FillBar(props: { accepted: number; held: number; capacity: number | null; size?: 'sm' | 'lg' }) {
  const { t } = useLingui();
  const { accepted, held, capacity } = props;
  // Without a limit the bar shows how many of those asked said yes.
  const whole = Math.max(capacity ?? accepted + held, 1);
  const share = (seats: number) => Math.min((seats / whole) * 100, 100);
  const words =
    capacity === null
      ? t`${count(accepted)} confirmed, ${count(held)} asked, no limit`
      : t`${count(accepted)} confirmed and ${count(held)} held of ${count(capacity)}`;
  return (
    <Stack gap={6}>
      <Progress.Root size={props.size === 'lg' ? 18 : 10} radius="xl" aria-hidden>
        <Progress.Section value={share(accepted)} color="pine.6" />
        <Progress.Section value={share(held)} color="pine.3" striped />
      </Progress.Root>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" className="figures">
          {words}
        </Text>
        {capacity !== null && (
          <Text size="sm" fw={600} className="figures">
            <Trans>{percent(share(accepted) / 100)} full</Trans>
          </Text>
        )}
      </Group>
    </Stack>
  );
}
