import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body, seen } from '../api/client';
import type { Shelf } from './search';

/** Events of one page of the list. */
const PAGE = 24;

/** One event with its revision. */
export const eventQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: ['org', org, 'event', event],
    queryFn: () => seen(api.GET('/v1/orgs/{org}/events/{event}', { params: { path: { org, event } } })),
  });

/** A shelf of the org's events, page by page. */
export const eventsQuery = (org: string, shelf: Shelf) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'events', shelf],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/events', {
          params: {
            path: { org },
            query: { past: shelf === 'past', archived: shelf === 'archived', limit: PAGE, cursor: pageParam },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });

/** What a change of one event touches. */
export const touched = (org: string, event: string) => [
  ['org', org, 'event', event],
  ['org', org, 'events'],
];
