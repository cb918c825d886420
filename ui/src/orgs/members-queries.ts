import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import type { Looker } from './reach';
import type { Role } from './rights';
import { useEntry, useOrg } from './use-org';

export type Member = Schemas['Member'];
export type TeamInvitation = Schemas['TeamInvitation'];

/** All members, the strongest roles first. */
export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'members'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/members', { params: { path: { org } } })),
  });

/** Whom the org invited to its team, as long as that is kept. */
export const teamInvitationsQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'team-invitations'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/invitations', { params: { path: { org } } })),
  });

/** Who looks at the org of the address. */
export function useLooker(): Looker {
  const org = useOrg();
  return { role: org.role as Role, entered: useEntry(org.id) !== undefined };
}
