import { useEvent, useStatus } from './event-queries';
import { toldOfCancelling } from './seats';

/** Who gets a text when the event is deleted: an event that is to come is cancelled by that. */
export function useToldOfDeleting(): ReturnType<typeof toldOfCancelling> {
  const { state, ends_at } = useEvent();
  const { counts } = useStatus();
  const over = state === 'cancelled' || new Date(ends_at).getTime() <= Date.now();
  return toldOfCancelling(over ? {} : counts);
}
