import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contactPage } from './queries';
import type { ContactFilter } from './search';

/**
 * How many contacts match: known, or counted page by page. Only for what cannot be taken back, since it
 * reads them all.
 */
export function useCounted(org: string, filter: ContactFilter | null, known: number | null) {
  const [soFar, setSoFar] = useState(0);
  const query = useQuery({
    queryKey: ['org', org, 'contacts', 'count', filter],
    enabled: known === null && filter !== null,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      let total = 0;
      let cursor: string | null | undefined = '';
      while (typeof cursor === 'string') {
        const page: Awaited<ReturnType<typeof contactPage>> = await contactPage(org, filter ?? {}, cursor, signal);
        total += page.items.length;
        setSoFar(total);
        cursor = page.next_cursor;
      }
      return total;
    },
  });
  return { total: known ?? query.data ?? null, soFar, error: query.error };
}
