import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';
import { useRoleWords } from './role-words';

/** The invitations to teams that the caller can answer. */
export const myInvitationsQuery = queryOptions({
  queryKey: ['my-invitations'],
  queryFn: () => body(api.GET('/v1/me/invitations')),
});

/** Invitations to join others; nothing where there are none. */
export function MyInvitations() {
  const { t } = useLingui();
  // It stands above the list of orgs: where it fails, the list says so already.
  const data = useQuery(myInvitationsQuery).data;
  if (data === undefined) return null;
  if (!data.email_verified) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>
          To see invitations to teams, confirm your e-mail address in{' '}
          <Anchor component={Link} to="/account" inherit>
            your account
          </Anchor>
          .
        </Trans>
      </Text>
    );
  }
  if (data.invitations.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        <Trans>You are invited</Trans>
      </Title>
      <Stack gap="sm" role="list" aria-label={t`You are invited`}>
        {data.invitations.map((invitation) => (
          <InvitationCard key={invitation.id} invitation={invitation} />
        ))}
      </Stack>
    </Stack>
  );
}

function InvitationCard({ invitation }: { invitation: Schemas['MyInvitation'] }) {
  const role = useRoleWords();
  const { inviter, org } = invitation;
  return (
    <Card role="listitem" withBorder padding="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} miw={0}>
          <Text>
            <Trans>
              {inviter} invites you to <b>{org}</b> as: {role(invitation.role)}
            </Trans>
          </Text>
          {invitation.message != null && <Text fs="italic">{invitation.message}</Text>}
          <Text size="sm" c="dimmed">
            <Trans>
              Until <Moment at={invitation.expires_at} />
            </Trans>
          </Text>
        </Stack>
        <Answer invitation={invitation} />
      </Group>
    </Card>
  );
}

function Answer({ invitation }: { invitation: Schemas['MyInvitation'] }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const { org } = invitation;
  const params = { path: { invitation: invitation.id } };
  const touches = () => [['my-invitations'], ['orgs'], ['me']];
  const accept = useCommand({
    send: () => body(api.POST('/v1/me/invitations/{invitation}/accept', { params })),
    touches,
    onDone: (joined) => {
      tell(t`You are a member of ${joined.name} now.`);
      void navigate({ to: '/o/$org/events', params: { org: joined.id } });
    },
    onProblem: tellProblem,
  });
  const decline = useCommand({
    send: () => body(api.POST('/v1/me/invitations/{invitation}/decline', { params })),
    touches,
    onDone: () => tell(t`You declined to join ${org}.`),
    onProblem: tellProblem,
  });
  const ask = () =>
    confirmAct({
      title: t`Decline to join ${org}?`,
      words: t`To join later, you need another invitation.`,
      act: t`Decline the invitation`,
      cancel: t`Back`,
      onConfirm: () => decline.mutate(undefined),
    });
  return (
    <Group gap="sm">
      <Button loading={accept.isPending} aria-label={t`Join ${org}`} onClick={() => accept.mutate(undefined)}>
        <Trans>Join</Trans>
      </Button>
      <Button variant="default" loading={decline.isPending} aria-label={t`Decline to join ${org}`} onClick={ask}>
        <Trans>Decline</Trans>
      </Button>
    </Group>
  );
}
