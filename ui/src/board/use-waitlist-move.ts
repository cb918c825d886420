import { useLingui } from '@lingui/react/macro';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { tell, useTellProblem } from '../parts/toast';
import { eventKey, usePlace } from './event-queries';
import type { Moving } from './use-reorder';

/** Moves a guest on the waitlist, whose order decides who gets the next seat. */
export function useWaitlistMove(): (moving: Moving) => void {
  const { t } = useLingui();
  const place = usePlace();
  const tellProblem = useTellProblem();
  const move = useCommand({
    send: ({ row, move }: Moving) =>
      body(
        api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/move', {
          params: { path: { ...place, invitee: row.id } },
          body: move,
        }),
      ),
    touches: () => [eventKey(place)],
    onDone: (_invitee, { row: { name }, move }) =>
      tell('to' in move && move.to === 'top' ? t`${name} is first on the waitlist` : t`${name} is last on the waitlist`),
    onProblem: tellProblem,
  });
  return move.mutate;
}
