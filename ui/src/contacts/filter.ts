/** Filters of contacts as the API takes them: in a query, and in the body of a change of many. */
import { hashKey } from '@tanstack/react-query';
import type { Schemas } from '../api/client';
import type { ContactFilter, ContactsSearch } from './search';

/** Contacts of one page of the list: the most that the API gives. */
export const PAGE_ROWS = 200;

/** The filter alone, out of all that the address says. */
export function filterOf(search: ContactsSearch): ContactFilter {
  const { open: _open, bulk: _bulk, ...filter } = search;
  return filter;
}

/** Whether it leaves anybody out. */
export function narrows(filter: ContactFilter): boolean {
  return Object.entries(filter).some(([name, value]) => name !== 'match' && value !== undefined);
}

/** The same text for filters that ask for the same, whatever the order of their parts. */
export function filterKey(filter: ContactFilter): string {
  return hashKey([filter]);
}

/** How many things it asks for in the panel of filters, beside words and names. */
export function filterCount(filter: ContactFilter): number {
  const { tag, list, opted_out, never_invited, field } = filter;
  const single = [list, opted_out, never_invited].filter((one) => one !== undefined).length;
  return (tag?.length ?? 0) + single + Object.keys(field ?? {}).length;
}

/** The query of one page. */
export function listQuery(filter: ContactFilter, cursor: string, limit: number = PAGE_ROWS): string {
  const query = new URLSearchParams();
  if (filter.q !== undefined) query.set('q', filter.q);
  if (filter.name !== undefined) query.set('name', filter.name);
  for (const tag of filter.tag ?? []) query.append('tag', tag);
  if (filter.match !== undefined && filter.tag !== undefined) query.set('match', filter.match);
  if (filter.list !== undefined) query.set('list', filter.list);
  if (filter.opted_out !== undefined) query.set('opted_out', String(filter.opted_out));
  if (filter.never_invited !== undefined) query.set('never_invited', String(filter.never_invited));
  for (const [name, value] of Object.entries(filter.field ?? {})) query.set(`field.${name}`, value);
  query.set('limit', String(limit));
  if (cursor !== '') query.set('cursor', cursor);
  return query.toString();
}

/** Which contacts a change of many is about: all of them, where the filter leaves nobody out. */
export function matching(filter: ContactFilter): Schemas['BulkSelect'] {
  if (!narrows(filter)) return { all: true };
  const { tag, match, ...rest } = filter;
  return { filter: { ...rest, ...(match === 'all' ? { all_tags: tag } : { tag }) } };
}
