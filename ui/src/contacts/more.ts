/** The way to the next page of a list, and what to try again where one failed. */

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

/** A page that failed is asked for again by hand alone; whoever scrolls would ask without an end. */
export function moreOf(query: Paged) {
  return {
    has: query.hasNextPage && query.error === null,
    loading: query.isFetchingNextPage,
    load: () => void query.fetchNextPage(),
    /** Asks for the page that failed, else for the list. */
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  };
}
