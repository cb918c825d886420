/** What the contact pages ask the API, and how what was loaded is put right without asking again. */
import {
  hashKey,
  infiniteQueryOptions,
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { api, body, type Schemas, seen } from '../api/client';
import { Problem } from '../api/problem';
import type { RowPatch } from './bulk-acts';
import { listQuery } from './filter';
import type { ContactFilter } from './search';

export type ContactRow = Schemas['ContactSummary'];

type Pages = InfiniteData<Schemas['ContactPage']>;

/** Pages that are asked for again as they are; beyond, the list starts anew. */
const REFRESHED_PAGES_MAX = 3;
/** Milliseconds between two looks at a job that runs. */
const LOOK_AGAIN_MS = 2_000;
/** The same for an import whose file has not come: nothing happens there until somebody sends it. */
const LOOK_SELDOM_MS = 15_000;

/** Milliseconds between two looks at a list that follows a change; after so long without one it is at rest. */
const SETTLING_MS = 3_000;
const SETTLED_MS = 15_000;
/** Looks at a list in any case: a change may not have begun to show. */
const SETTLING_LOOKS = 4;

const rowsKey = (org: string) => ['org', org, 'contacts', 'rows'] as const;

/** Contacts by the filter, in the order of their names, page by page. */
export const contactRowsQuery = (org: string, filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: [...rowsKey(org), filter],
    queryFn: ({ pageParam, signal }) => contactPage(org, filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Comparing 100,000 rows with themselves at each page would be felt.
    structuralSharing: false,
    placeholderData: keepPreviousData,
    refetchOnMount: isShort,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchInterval: (query) => (byView(filter) && isShort(query) && settles(query.state) ? SETTLING_MS : false),
    refetchIntervalInBackground: false,
  });

/** Whether the list is one of those that follow what happens within seconds. */
function byView(filter: ContactFilter): boolean {
  return filter.tag !== undefined || filter.list !== undefined;
}

/** Whether such a list changed just now, so that more may be on its way. */
function settles(state: { data?: Pages; dataUpdateCount: number }): boolean {
  const asOf = state.data?.pages[0]?.as_of;
  const young = typeof asOf === 'string' && Date.now() - Date.parse(asOf) < SETTLED_MS;
  return young || state.dataUpdateCount < SETTLING_LOOKS;
}

/** Asking again for hundreds of pages because a tab came back is not worth what it costs. */
function isShort(query: { state: { data?: unknown } }): boolean {
  return isShortData(query.state.data);
}

function isShortData(data: unknown): boolean {
  return !isPages(data) || data.pages.length <= REFRESHED_PAGES_MAX;
}

/** One page of contacts. */
export function contactPage(org: string, filter: ContactFilter, cursor: string, signal?: AbortSignal) {
  return body(
    api.GET('/v1/orgs/{org}/contacts', {
      params: { path: { org } },
      querySerializer: () => listQuery(filter, cursor),
      signal,
    }),
  );
}

export const contactQuery = (org: string, contact: string) =>
  queryOptions({
    queryKey: ['org', org, 'contacts', 'one', contact],
    queryFn: () => seen(api.GET('/v1/orgs/{org}/contacts/{contact}', { params: { path: { org, contact } } })),
  });

export const tagsQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'tags'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/tags', { params: { path: { org } } })),
    staleTime: 15_000,
  });

export const listsQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'lists'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/lists', { params: { path: { org } } })),
    staleTime: 15_000,
  });

export const listQueryOf = (org: string, list: string) =>
  queryOptions({
    queryKey: ['org', org, 'lists', list],
    queryFn: () => seen(api.GET('/v1/orgs/{org}/lists/{list}', { params: { path: { org, list } } })),
  });

/** A change of many contacts, looked at until it is done. */
export const bulkQuery = (org: string, bulk: string) =>
  queryOptions({
    queryKey: ['org', org, 'bulk', bulk],
    queryFn: () => body(api.GET('/v1/orgs/{org}/bulk/{bulk}', { params: { path: { org, bulk } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'done' || isRefused(state.error) ? false : LOOK_AGAIN_MS),
    refetchIntervalInBackground: false,
  });

/** An import, looked at until every row has its result. */
export const importQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['org', org, 'imports', id],
    queryFn: () =>
      body(api.GET('/v1/orgs/{org}/imports/{import}', { params: { path: { org, import: id } } })),
    refetchInterval: ({ state }) => importLook(state),
    refetchIntervalInBackground: false,
  });

/** When to look at an import again; never, once it is done or the API refuses to tell. */
export function importLook(state: { data?: Schemas['Import']; error: unknown }): number | false {
  const run = state.data;
  if (run?.state === 'done' || isRefused(state.error)) return false;
  return run?.state === 'waiting_for_parts' ? LOOK_SELDOM_MS : LOOK_AGAIN_MS;
}

/** Whether the API refused, so that asking again changes nothing; too many tries are heard of later. */
export function isRefused(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** Changes the rows that are loaded, in every list: a job or a view may be seconds behind. */
export function patchRows(queries: QueryClient, org: string, patch: RowPatch): void {
  queries.setQueriesData<Pages>({ queryKey: rowsKey(org) }, (data) => data && patched(data, patch));
}

/**
 * Changes all rows of one filter's list. Which of them other lists have is not known where not all are
 * loaded, so those lists start anew.
 */
export function patchMatching(queries: QueryClient, org: string, filter: ContactFilter, patch: RowPatch): void {
  const { queryKey } = contactRowsQuery(org, filter);
  queries.setQueryData(queryKey, (data) => data && patched(data, patch));
  const own = hashKey(queryKey);
  void queries.resetQueries({ queryKey: rowsKey(org), predicate: ({ queryHash }) => queryHash !== own });
}

function patched<Data extends Pages>(data: Data, patch: RowPatch): Data {
  const pages = data.pages.map((page) => ({ ...page, items: page.items.map(patch).filter((row) => row !== null) }));
  return { ...data, pages };
}

/** Puts new rows at the head of one list, until it is asked for again. */
export function addRows(
  queries: QueryClient,
  org: string,
  filter: ContactFilter,
  rows: readonly ContactRow[],
): void {
  queries.setQueryData(contactRowsQuery(org, filter).queryKey, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (data === undefined || first === undefined) return data;
    const known = new Set(data.pages.flatMap((page) => page.items.map((row) => row.id)));
    const added = rows.filter((row) => !known.has(row.id));
    return { ...data, pages: [{ ...first, items: [...added, ...first.items] }, ...rest] };
  });
}

/** Starts every list of contacts anew, and what is counted of them. */
export function restartRows(queries: QueryClient, org: string): void {
  void queries.resetQueries({ queryKey: rowsKey(org) });
  void queries.invalidateQueries({ queryKey: ['org', org, 'contacts', 'one'] });
  void queries.invalidateQueries({ queryKey: ['org', org, 'tags'] });
  void queries.invalidateQueries({ queryKey: ['org', org, 'lists'] });
}

function isPages(data: unknown): data is InfiniteData<unknown> {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages);
}

/** A contact that was made just now: in its place where the list is short, else at its head. */
export function includeRow(queries: QueryClient, org: string, contact: Schemas['Contact']): void {
  const { id, name, phone, email, tags } = contact;
  const row = { id, name, phone: phone ?? null, email: email ?? null, tags };
  addRows(queries, org, {}, [row]);
  void queries.invalidateQueries({ queryKey: rowsKey(org), predicate: ({ state }) => isShortData(state.data) });
}

/** Takes rows out of one list, until it is asked for again. */
export function dropRows(
  queries: QueryClient,
  org: string,
  filter: ContactFilter,
  gone: (id: string) => boolean,
): void {
  queries.setQueryData(
    contactRowsQuery(org, filter).queryKey,
    (data) => data && patched(data, (row) => (gone(row.id) ? null : row)),
  );
}
