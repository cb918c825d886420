/** What the board asks about one event, and how often. */
import { infiniteQueryOptions, type QueryKey, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { sinceCommandMs } from '../api/command';
import { eventQuery } from '../events/event-query';
import { isRefused } from '../events/refused';
import type { Permission } from '../orgs/rights';
import { useMay } from '../orgs/use-org';
import { countIn, FIRST_PAGE, isMoving, LISTINGS, nextPage, type PageStart, type Show } from './groups';
import { apart, needsHeld, type Seats } from './seats';

/** Between two questions about an event in which something can happen, in milliseconds. */
const LIVE_MS = 2_000;
/** The same where only another organizer can change something. */
const QUIET_MS = 15_000;
/** Rows of one page: the most that the API gives. */
const ROWS = 200;
/** Pages of live invitations that are read to tell held seats from taken ones. */
const HELD_PAGES_MAX = 5;

/** Between two counts of them while nothing else changes: the rows may lag behind the counts. */
const HELD_MS = 10_000;

/** So long after an act its counts may still be on their way. */
const COUNTED_MS = 20_000;

/** Which event the page is about. */
export interface Place {
  org: string;
  event: string;
}

/** The event of the address. */
export function usePlace(): Place {
  return useParams({ from: '/signed-in/o/$org/events/$event' });
}

export const eventKey = ({ org, event }: Place): QueryKey => eventQuery(org, event).queryKey;

export const statusKey = (place: Place): QueryKey => [...eventKey(place), 'status'];

/** Where the event stands, every two seconds while something can happen and the page is seen. */
export const statusQuery = ({ org, event }: Place) =>
  queryOptions({
    queryKey: statusKey({ org, event }),
    queryFn: () => body(api.GET('/v1/orgs/{org}/events/{event}/status', { params: { path: { org, event } } })),
    staleTime: 1_000,
    refetchInterval: ({ state: { data, error } }) => {
      if (isRefused(error)) return false;
      const soon = sinceCommandMs() < COUNTED_MS || data === undefined || isMoving(data.state, data.counts);
      return soon ? LIVE_MS : QUIET_MS;
    },
    refetchIntervalInBackground: false,
  });

/** The event of the address. Inside the board it is there at once. */
export function useEvent(): Schemas['Event'] {
  const { org, event } = usePlace();
  return useSuspenseQuery(eventQuery(org, event)).data.value;
}

/** Whether the caller may do that on the event of the address. */
export function useMayHere(): (permission: Permission) => boolean {
  const event = useEvent();
  return useMay({ id: event.id, viewersCanMessage: event.settings.viewers_can_message });
}

/** Where the event of the address stands. Inside the board it is there at once. */
export function useStatus(): Schemas['EventStatus'] {
  return useSuspenseQuery(statusQuery(usePlace())).data;
}

export const inviteesKey = (place: Place): QueryKey => [...eventKey(place), 'invitees'];
export const showKey = (place: Place, show: Show): QueryKey => [...inviteesKey(place), show];

/** The invitees of a group, page by page through all of its lists. */
export const inviteesQuery = (place: Place, show: Show) =>
  infiniteQueryOptions({
    queryKey: showKey(place, show),
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/events/{event}/invitees', {
          params: { path: place, query: { status: LISTINGS[show][pageParam.listing], limit: ROWS, cursor: pageParam.cursor ?? undefined } },
        }),
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page, _pages, start: PageStart) => nextPage(show, start, page.cursor),
    staleTime: 2_000,
  });

export const inviteeKey = (place: Place, invitee: string): QueryKey => [...eventKey(place), 'invitee', invitee];

/** The promised seats, apart. Asks for the live invitations only where parties of several are among them. */
export function useSeats(): Seats {
  const place = usePlace();
  const status = useStatus();
  const asked = countIn(status.counts, 'inviting', 'invited');
  const held = useQuery({
    queryKey: [...eventKey(place), 'held', asked, countIn(status.counts, 'accepted'), status.committed],
    queryFn: () => heldSeats(place),
    enabled: needsHeld(status) && asked <= HELD_PAGES_MAX * ROWS,
    staleTime: HELD_MS,
    refetchInterval: ({ state: { error } }) => (isRefused(error) ? false : HELD_MS),
    placeholderData: (before: number | undefined) => before,
  });
  return apart(status, needsHeld(status) ? (held.data ?? null) : null);
}

async function heldSeats(place: Place): Promise<number> {
  let held = 0;
  for (const status of LISTINGS.asked) {
    let cursor: string | undefined;
    for (let page = 0; page < HELD_PAGES_MAX; page += 1) {
      const part = await body(
        api.GET('/v1/orgs/{org}/events/{event}/invitees', { params: { path: place, query: { status, limit: ROWS, cursor } } }),
      );
      held += part.invitees.reduce((sum, row) => sum + row.party, 0);
      if (part.cursor == null) break;
      cursor = part.cursor;
    }
  }
  return held;
}
