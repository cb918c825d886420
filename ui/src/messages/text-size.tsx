import { Plural, Trans } from '@lingui/react/macro';
import { Group, Text } from '@mantine/core';
import { costlyCharacters, sizeOf } from './segments';
import { FIRST_MESSAGE_SUFFIX } from './template';

/** How a text is billed: its segments, and what makes it larger than it has to be. */
export function TextSize({ body, first = false }: { body: string; first?: boolean }) {
  const size = sizeOf(body);
  const whole = sizeOf(body + FIRST_MESSAGE_SUFFIX);
  const costly = costlyCharacters(body);
  return (
    <Group gap="md" role="status">
      <Text size="sm" fw={600} className="figures">
        <Plural value={size.segments} one="# segment" other="# segments" />
      </Text>
      <Text size="sm" c="dimmed" className="figures">
        <Plural value={size.units} one="# character" other="# characters" />
      </Text>
      {costly.length > 0 && (
        <Text size="sm">
          <Trans>Larger because of {costly.slice(0, 5).join(' ')}: segments hold 70 characters instead of 160.</Trans>
        </Text>
      )}
      {first && whole.segments > size.segments && (
        <Text size="sm" c="dimmed">
          <Plural
            value={whole.segments}
            one="# segment where it is the first text to a phone, which says how to opt out."
            other="# segments where it is the first text to a phone, which says how to opt out."
          />
        </Text>
      )}
    </Group>
  );
}
