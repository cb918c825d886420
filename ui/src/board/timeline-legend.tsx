import { Group, Text, useComputedColorScheme } from '@mantine/core';
import { LINES } from './timeline-series';
import { LOOKS, useLineWords } from './timeline-words';

/** Which line is which: a piece of each, and what it is. */
export function TimelineLegend() {
  const scheme = useComputedColorScheme('light');
  const words = useLineWords();
  return (
    <Group component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
      {LINES.map((line) => (
        <Group component="li" key={line} gap="xs">
          <svg width="34" height="8" aria-hidden focusable="false">
            <line
              x1="0"
              y1="4"
              x2="34"
              y2="4"
              stroke={LOOKS[line][scheme]}
              strokeWidth="3"
              strokeDasharray={LOOKS[line].dash.join(' ')}
            />
          </svg>
          <Text size="sm">{words(line)}</Text>
        </Group>
      ))}
    </Group>
  );
}
