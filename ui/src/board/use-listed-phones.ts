import { useQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { eventKey, type Place, usePlace, useStatus } from './event-queries';
import { countOf, LISTINGS } from './groups';

const PAGE = 200;
/** Invitees that are read to mark who is on the list. On a longer list, who is added again is told afterwards. */
const LISTED_MAX = 5_000;

/** The phones of those who are on the event's list. */
export function useListedPhones(): ReadonlySet<string> {
  const place = usePlace();
  const { counts } = useStatus();
  const listed = useQuery({
    queryKey: [...eventKey(place), 'phones'],
    queryFn: () => phones(place),
    enabled: countOf('all', counts) <= LISTED_MAX,
    staleTime: 30_000,
  });
  return listed.data ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

/** Reads every list but that of the removed, who can be added again. */
async function phones(place: Place): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const statuses = [...LISTINGS.all.filter((status) => status !== 'removed'), 'passed_over'];
  await Promise.all(
    statuses.map(async (status) => {
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const page = await body(
          api.GET('/v1/orgs/{org}/events/{event}/invitees', { params: { path: place, query: { status, limit: PAGE, cursor } } }),
        );
        for (const { phone } of page.invitees) if (phone != null) found.add(phone);
        cursor = page.cursor ?? undefined;
      }
    }),
  );
  return found;
}
