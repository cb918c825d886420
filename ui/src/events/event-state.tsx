import { useLingui } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { useStateWords } from '../board/status-words';

/** Where an event stands, in words; an event that invites while every seat is promised is full. */
export function EventState({ event }: { event: { state: string; seats: { free?: number | null } } }) {
  const { t } = useLingui();
  const full = event.state === 'active' && event.seats.free === 0;
  const known = useStateWords()(event.state);
  const { words, color } = full ? { words: t`Full`, color: 'blue' } : known;
  return (
    <Badge variant="light" color={color} tt="none" size="lg" flex="none">
      {words}
    </Badge>
  );
}
