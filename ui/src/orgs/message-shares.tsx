import { useLingui } from '@lingui/react/macro';
import { Progress } from '@mantine/core';
import type { Schemas } from '../api/client';
import { count } from '../parts/moment';
import { useFigureWords } from './figure-words';

const COLORS = {
  submitted: 'pine.6',
  held_back: 'blue.5',
  rejected: 'orange.6',
  failed: 'red.7',
  unknown: 'gray.6',
} as const;

/** How the messages divide: the cards below say the same in numbers. */
export function MessageShares({ messages }: { messages: Schemas['DashboardView']['messages'] }) {
  const { t } = useLingui();
  const words = useFigureWords();
  if (messages.planned === 0) return null;
  const parts = (['submitted', 'held_back', 'rejected', 'failed', 'unknown'] as const).filter(
    (part) => messages[part] > 0,
  );
  const said = parts.map((part) => `${words(part)} ${count(messages[part])}`).join(', ');
  return (
    <Progress.Root size={16} radius="xl" role="img" aria-label={t`Messages: ${said}`}>
      {parts.map((part) => (
        <Progress.Section
          key={part}
          value={(messages[part] / messages.planned) * 100}
          color={COLORS[part]}
          withAria={false}
        />
      ))}
    </Progress.Root>
  );
}
