import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import type { Figure, Period } from './search';

/** The figures of an org over a period, and what it used of its limits by now. */
export const dashboardQuery = (org: string, period: Period) =>
  queryOptions({
    queryKey: ['org', org, 'dashboard', period],
    queryFn: () =>
      body(api.GET('/v1/orgs/{org}/dashboard', { params: { path: { org }, query: { period } } })),
  });

/** The rows behind a figure, the newest first. */
export const dashboardRowsQuery = (org: string, figure: Figure, period: Period) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'dashboard', period, figure],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/orgs/{org}/dashboard/{figure}', {
          params: { path: { org, figure }, query: { period, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
