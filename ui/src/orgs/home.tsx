import { useSuspenseQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { orgsQuery } from './use-org';

/** Where this device was last. A convenience: the org of a page is always that of its address. */
export const LAST_ORG = 'convoke.last-org';

/** Leads to the org that one was in last, or to the choice among them. */
export function Home() {
  const orgs = useSuspenseQuery(orgsQuery).data.orgs.filter((org) => org.archived_at == null);
  const last = localStorage.getItem(LAST_ORG);
  const org = orgs.find(({ id }) => id === last) ?? (orgs.length === 1 ? orgs[0] : undefined);
  return org === undefined ? <Navigate to="/orgs" replace /> : (
    <Navigate to="/o/$org/events" params={{ org: org.id }} replace />
  );
}
