import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { moreOf } from './more';
import { contactRowsQuery } from './queries';
import type { ContactFilter } from './search';

/** Contacts by a filter as one list: what is loaded, how many there are, and the way to more. */
export function useContactList(org: string, filter: ContactFilter) {
  const query = useInfiniteQuery(contactRowsQuery(org, filter));
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const first = pages?.[0];
  const complete = pages !== undefined && !query.hasNextPage && !query.isPlaceholderData;
  const { retry, ...more } = moreOf(query);
  return {
    rows,
    /** Exactly how many, once that is known. */
    total: complete ? rows.length : (first?.total ?? null),
    /** When the lists by tags were last brought up to date, where they are asked. */
    asOf: first?.as_of ?? null,
    error: query.error,
    retry,
    isLoading: query.isPending,
    /** Whether what is shown belongs to the filter before. */
    isOld: query.isPlaceholderData,
    isEmpty: complete && rows.length === 0,
    more,
  };
}

export type ContactList = ReturnType<typeof useContactList>;
