/** What the address of the board's views says beside the path. */
import { SHOWS, type Show } from './groups';

export interface QueueSearch {
  /** Which invitees are listed; those in line unless said. */
  show?: Exclude<Show, 'line'>;
  /** Whose details are open. */
  invitee?: string;
}

export function queueSearch(search: Record<string, unknown>): QueueSearch {
  const show = SHOWS.find((one) => one === search.show);
  const { invitee } = search;
  return {
    ...(show === undefined || show === 'line' ? {} : { show }),
    ...(typeof invitee === 'string' && invitee !== '' ? { invitee } : {}),
  };
}

/** Where those come from who are added. */
export const SOURCES = ['people', 'tag', 'list', 'all'] as const;
export type Source = (typeof SOURCES)[number];

export interface AddSearch {
  from?: Exclude<Source, 'people'>;
  /** Words that the people are searched by. */
  q?: string;
  /** A tag: to narrow the search, or to add all who have it. */
  tag?: string;
  /** A list, by its id, likewise. */
  list?: string;
}

export function addSearch(search: Record<string, unknown>): AddSearch {
  const from = SOURCES.find((one) => one === search.from);
  const text = (name: string) => {
    const value = search[name];
    return (typeof value === 'string' || typeof value === 'number') && value !== '' ? { [name]: String(value) } : {};
  };
  return {
    ...(from === undefined || from === 'people' ? {} : { from }),
    ...text('q'),
    ...text('tag'),
    ...text('list'),
  };
}
