/** The groups that an organizer sees invitees in, and how a list of several statuses is paged. */

/** Every status of an invitee, as the API says it. */
export const STATUSES = [
  'queued',
  'inviting',
  'invited',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  'waitlisted',
  'failed',
  'removed',
  'cancelled',
] as const;
export type Status = (typeof STATUSES)[number];

/** The groups, in the order in which they are shown. */
export const SHOWS = ['line', 'asked', 'confirmed', 'declined', 'waitlist', 'silent', 'problems', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/** One of the API's lists: a status, or those in line whom the engine passed over. */
export type Listing = Status | 'passed_over';

/** Which of the API's lists make up a group, in order. */
export const LISTINGS: Record<Show, readonly Listing[]> = {
  line: ['queued'],
  asked: ['inviting', 'invited'],
  confirmed: ['accepted'],
  declined: ['declined', 'withdrawn'],
  waitlist: ['waitlisted'],
  silent: ['expired'],
  problems: ['failed', 'passed_over'],
  all: [
    'accepted',
    'invited',
    'inviting',
    'waitlisted',
    'queued',
    'expired',
    'declined',
    'withdrawn',
    'failed',
    'cancelled',
    'removed',
  ],
};

/** Counts by status. A status that nobody has may be absent. */
export type Counts = Record<string, number>;

/** How many invitees are in a group. Those passed over are counted as in line, and only there. */
export function countOf(show: Show, counts: Counts): number {
  return LISTINGS[show].reduce((sum, listing) => sum + (counts[listing] ?? 0), 0);
}

/** How many have one of these statuses. */
export function countIn(counts: Counts, ...statuses: Status[]): number {
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** Where a page of a group begins: in which of its lists, and where in that. */
export interface PageStart {
  listing: number;
  cursor: string | null;
}

export const FIRST_PAGE: PageStart = { listing: 0, cursor: null };

/** Where the page after one begins; `null` after the last. */
export function nextPage(show: Show, start: PageStart, cursor: string | null | undefined): PageStart | null {
  if (cursor != null) return { listing: start.listing, cursor };
  const listing = start.listing + 1;
  return listing < LISTINGS[show].length ? { listing, cursor: null } : null;
}

/** Statuses in which something can still happen by itself. */
export function isMoving(state: string, counts: Counts): boolean {
  if (state === 'active' || state === 'paused') return true;
  // The engine's walk through the list of a cancelled or closed event is not over yet.
  if (state === 'cancelled') return countIn(counts, 'queued', 'inviting', 'invited', 'accepted', 'waitlisted') > 0;
  return countIn(counts, 'inviting', 'invited') > 0;
}
