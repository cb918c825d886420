import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';

/** What the mail of an invitation to a team says. */
export type MailedInvitation = Schemas['MailedTeamInvitation'];

/** The invitation of a mail's link. It may be looked at by whoever has the link. */
export const mailedInvitationQuery = (token: string | null) =>
  queryOptions({
    queryKey: ['mailed-invitation', token],
    queryFn: () => body(api.POST('/v1/invitations/look', { body: { token: token ?? '' } })),
    enabled: token !== null,
    staleTime: 60_000,
  });

export function useMailedInvitation(token: string | null) {
  return useQuery(mailedInvitationQuery(token));
}
