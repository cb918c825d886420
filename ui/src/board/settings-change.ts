import { useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, type Seen, seen } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, Problem } from '../api/problem';
import { eventQuery, touched } from '../events/event-query';
import { type Place, usePlace } from './event-queries';

type Event = Schemas['Event'];

/** A change of the event as it was seen. */
export interface Edit {
  change: Schemas['ChangeEvent'];
  /** Whether what is to change is still as it was seen, in the event as it is now. */
  untouched: (now: Event) => boolean;
}

/** Times that a change is tried: once more over somebody else's that is about something else. */
const TRIES_MAX = 2;

/**
 * Changes the event under its revision. Where somebody else changed the same meanwhile, nothing is saved:
 * the problem is `stale`, and `onStale` gets the event as it is now.
 */
export function useEventChange(options: {
  onDone?: (event: Event) => void;
  onStale?: (now: Event) => void;
  onProblem?: (problem: Problem) => void;
}) {
  const place = usePlace();
  const queries = useQueryClient();
  const query = eventQuery(place.org, place.event);
  return useCommand({
    send: async ({ change, untouched }: Edit) => {
      let known = await queries.ensureQueryData(query);
      for (let tries = 1; ; tries += 1) {
        if (!untouched(known.value)) {
          options.onStale?.(known.value);
          throw new Problem('stale', 412, 'It was changed since', null, [], null, null);
        }
        try {
          return await patch(place, known, change);
        } catch (problem) {
          if (!isProblem(problem, 'stale') || tries >= TRIES_MAX) throw problem;
          known = await queries.fetchQuery({ ...query, staleTime: 0 });
        }
      }
    },
    touches: () => touched(place.org, place.event),
    onDone: ({ value }) => options.onDone?.(value),
    onProblem: options.onProblem,
  });
}

function patch(place: Place, known: Seen<Event>, change: Edit['change']): Promise<Seen<Event>> {
  return seen(
    api.PATCH('/v1/orgs/{org}/events/{event}', {
      params: { path: place, header: { 'if-match': known.etag } },
      body: change,
    }),
  );
}
