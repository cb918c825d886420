/** Which events the page shows. */
export type Shelf = 'upcoming' | 'past' | 'archived';

/** What the address says beside the path: nothing stands for the events to come. */
export interface EventsSearch {
  show?: Exclude<Shelf, 'upcoming'>;
}

/** Reads the address; what it does not know, it leaves out. */
export function eventsSearch(search: Record<string, unknown>): EventsSearch {
  return search.show === 'past' || search.show === 'archived' ? { show: search.show } : {};
}
