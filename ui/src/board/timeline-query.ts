import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { page } from '../messages/message-query';
import { eventKey, type Place } from './event-queries';
import type { Happenings } from './timeline-series';

/** What the chart follows, and whether all of it was read. */
export interface Timeline {
  happenings: Happenings;
  /** Whether a list was too long to be read as a whole: its latest part is shown. */
  partial: boolean;
  readAt: number;
}

const PAGE = 200;
/** Pages of one list that are read at most: 2,000 people. */
const PAGES_MAX = 10;
/** Messages that reached the provider: an invitation of these was really asked. */
const SENT = ['submitted', 'delivered', 'read', 'undelivered'];

/**
 * When each invitation was sent, from the message log; and since when everybody who answered or let the
 * time pass has stood so, from the lists.
 */
export const timelineQuery = (place: Place) =>
  queryOptions({
    queryKey: [...eventKey(place), 'timeline'],
    queryFn: async (): Promise<Timeline> => {
      const [asked, confirmed, declined, withdrawn, silent] = await Promise.all([
        invitations(place),
        since(place, 'accepted'),
        since(place, 'declined'),
        since(place, 'withdrawn'),
        since(place, 'expired'),
      ]);
      const lists = [asked, confirmed, declined, withdrawn, silent];
      return {
        happenings: {
          asked: asked.times,
          confirmed: confirmed.times,
          declined: [...declined.times, ...withdrawn.times],
          silent: silent.times,
        },
        partial: lists.some((list) => list.partial),
        readAt: Date.now(),
      };
    },
    staleTime: 5_000,
  });

interface Times {
  times: number[];
  partial: boolean;
}

function invitations(place: Place): Promise<Times> {
  return all(async (cursor) => {
    const { items, next_cursor } = await page(place, { purpose: ['invite'], state: SENT, limit: PAGE, cursor });
    return { times: items.map((item) => item.claimed_at ?? item.recorded_at), next: next_cursor };
  });
}

function since(place: Place, status: string): Promise<Times> {
  return all(async (cursor) => {
    const query = { status, limit: PAGE, cursor };
    const part = await body(api.GET('/v1/orgs/{org}/events/{event}/invitees', { params: { path: place, query } }));
    return { times: part.invitees.flatMap((row) => row.changed_at ?? []), next: part.cursor };
  });
}

async function all(
  read: (cursor: string | undefined) => Promise<{ times: string[]; next?: string | null }>,
): Promise<Times> {
  const times: number[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const part = await read(cursor);
    times.push(...part.times.map((at) => Date.parse(at)));
    if (part.next == null) return { times, partial: false };
    cursor = part.next;
  }
  return { times, partial: true };
}
