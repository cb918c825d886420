import { useIsMutating, useQueryClient, useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isRefused } from '../events/refused';
import { inviteesQuery, showKey, usePlace, useStatus } from './event-queries';
import { isMoving, type Show } from './groups';

/** Between two questions about rows that may change without the counts, in milliseconds. */
const AGAIN_MS = 5_000;
/** Pages that are asked by the clock; of a longer list, only when the counts change. */
const PAGES_BY_CLOCK_MAX = 3;
/** So long one page of a list has at least between two questions, in milliseconds. */
const PAGE_MS = 2_000;

/**
 * The rows of a group, kept up to date: asked again when the event's counts say that something changed, at
 * most one page in two seconds however long the list is.
 */
export function useLiveRows(show: Show) {
  const place = usePlace();
  const status = useStatus();
  const queries = useQueryClient();
  const key = showKey(place, show);
  const moves = useIsMutating({ mutationKey: [...key, 'move'] });
  const query = useSuspenseInfiniteQuery({
    ...inviteesQuery(place, show),
    refetchOnWindowFocus: moves === 0,
    refetchInterval: ({ state: { data, error } }) => {
      if (isRefused(error)) return false;
      const changesQuietly = show === 'line' || (isMoving(status.state, status.counts) && (show === 'asked' || show === 'problems'));
      return moves === 0 && changesQuietly && (data?.pages.length ?? 0) <= PAGES_BY_CLOCK_MAX ? AGAIN_MS : false;
    },
  });
  const pages = query.data.pages.length;
  const sign = JSON.stringify([status.counts, status.counted_at, status.committed, status.waiting, status.next]);
  const seen = useRef({ sign, at: Date.now() });
  useEffect(() => {
    if (seen.current.sign === sign || moves > 0) return undefined;
    const wait = Math.max(0, seen.current.at + (pages - 1) * PAGE_MS - Date.now());
    const timer = setTimeout(() => {
      seen.current = { sign, at: Date.now() };
      void queries.invalidateQueries({ queryKey: [...key] });
    }, wait);
    return () => clearTimeout(timer);
    // The key is made of the place and the group.
  }, [sign, moves, pages, queries, place.org, place.event, show]);
  return query;
}
