import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { eventQuery } from '../events/event-query';
import { isRefused } from '../events/refused';
import type { MessagesSearch } from './search';

/** Messages of one page of the log. */
const PAGE = 50;
/** How often the log is asked again while a message is under way. */
const LIVE_MS = 3_000;
/** The same for a broadcast that is being recorded. */
const BROADCAST_MS = 2_000;

/** Messages in these states change by themselves within seconds. */
const UNDER_WAY = new Set(['queued', 'submitting', 'submitted', 'unknown']);

/** Whose log it is: the org's, or one event's. */
export interface LogOf {
  org: string;
  event?: string;
}

/** Where a log's queries are kept. */
export const logKey = ({ org, event }: LogOf) =>
  event === undefined ? ['org', org, 'messages'] : [...eventQuery(org, event).queryKey, 'messages'];

/** The message log, the newest first, page by page. */
export const messagesQuery = (log: LogOf, filter: MessagesSearch) =>
  infiniteQueryOptions({
    queryKey: [...logKey(log), filter],
    queryFn: ({ pageParam }) => page(log, { ...filter, limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    // A log that was read far back is not read again as a whole.
    refetchInterval: ({ state: { data, error } }) =>
      !isRefused(error) && data?.pages.length === 1 && data.pages[0]?.items.some(({ state }) => UNDER_WAY.has(state)) ? LIVE_MS : false,
    refetchIntervalInBackground: false,
  });

/** One page of a log. */
export function page(
  { org, event }: LogOf,
  query: MessagesSearch & { limit: number; cursor?: string },
) {
  return event === undefined
    ? body(api.GET('/v1/orgs/{org}/messages', { params: { path: { org }, query } }))
    : body(api.GET('/v1/orgs/{org}/events/{event}/messages', { params: { path: { org, event }, query } }));
}

/** The texts of an event: its own, the defaults, and how they look. */
export const textsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: [...eventQuery(org, event).queryKey, 'texts'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/events/{event}/texts', { params: { path: { org, event } } })),
  });

/** What an event's organizers have sent to its guests, the newest first. */
export const broadcastsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: [...eventQuery(org, event).queryKey, 'broadcasts'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/events/{event}/broadcasts', { params: { path: { org, event } } })),
    refetchInterval: ({ state: { data, error } }) =>
      !isRefused(error) && data?.broadcasts.some(({ complete }) => !complete) ? BROADCAST_MS : false,
    refetchIntervalInBackground: false,
  });
