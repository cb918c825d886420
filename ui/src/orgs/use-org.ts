import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { type EventRole, may, type Permission, type Role } from './rights';

/** Who is signed in, with memberships, roles on events and orgs that were entered. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => body(api.GET('/v1/me')),
  staleTime: 30_000,
});

export const orgsQuery = queryOptions({
  queryKey: ['orgs'],
  queryFn: () => body(api.GET('/v1/orgs')),
  staleTime: 30_000,
});

export const orgQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org],
    queryFn: () => body(api.GET('/v1/orgs/{org}', { params: { path: { org } } })),
    staleTime: 30_000,
  });

export function useMe(): Schemas['MeView'] {
  return useSuspenseQuery(meQuery).data;
}

/** The org of the address. Inside `OrgFrame` it is there at once. */
export function useOrg(): Schemas['Org'] {
  const { org } = useParams({ from: '/signed-in/o/$org' });
  return useSuspenseQuery(orgQuery(org)).data;
}

/** How an admin of the platform is in the org, where that is so. */
export function useEntry(org: string): Schemas['EntryView'] | undefined {
  return useMe().entries.find((entry) => entry.org === org);
}

/**
 * Whether the caller may do that here: by the role in the org or, with `event`, by the one on that event.
 * What a caller may not do is not offered; the server refuses it as well.
 */
export function useMay(event?: { id: string; viewersCanMessage: boolean }): (permission: Permission) => boolean {
  const org = useOrg();
  const me = useQuery(meQuery).data;
  const eventRole = me?.event_roles.find((role) => role.event === event?.id)?.role;
  return (permission) =>
    may(
      {
        org: org.role as Role,
        event: event === undefined ? undefined : (eventRole as EventRole | undefined),
        viewersCanMessage: event?.viewersCanMessage,
      },
      permission,
    );
}
