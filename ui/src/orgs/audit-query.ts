import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';

export type AuditEntry = Schemas['AuditView'];

/** The audit log, the newest first, page by page. */
export const auditQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'audit'],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/orgs/{org}/audit', { params: { path: { org }, query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** The reader's day of an instant, as `2026-06-15`. */
export function dayOf(instant: string, zone?: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
}

/** Neighbours with the same key together, in their order. */
export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups: [string, Item[]][] = [];
  for (const item of items) {
    const key = keyOf(item);
    const last = groups.at(-1);
    if (last?.[0] === key) last[1].push(item);
    else groups.push([key, [item]]);
  }
  return groups;
}
