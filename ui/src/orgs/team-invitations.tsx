import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { distance, Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { type TeamInvitation, teamInvitationsQuery, useLooker } from './members-queries';
import { givableRoles } from './reach';
import type { Role } from './rights';
import { useRoleWords } from './role-words';
import { useOrg } from './use-org';

/** Whom the org invited to its team: those who have not answered can be reminded, or uninvited. */
export function TeamInvitations() {
  const { t } = useLingui();
  const org = useOrg();
  const title = useId();
  const { data, error, refetch } = useQuery(teamInvitationsQuery(org.id));
  if (data?.invitations.length === 0) return null;
  return (
    <Stack gap="sm" component="section" aria-labelledby={title}>
      <Title order={2} size="h4" id={title}>
        <Trans>Invitations to the team</Trans>
      </Title>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={2} />}
      {data !== undefined && (
        <Card withBorder padding={0} radius="lg">
          <Stack gap={0} role="list" aria-label={t`Invitations to the team`}>
            {data.invitations.map((invitation) => (
              <Row key={invitation.id} invitation={invitation} />
            ))}
          </Stack>
        </Card>
      )}
    </Stack>
  );
}

function Row({ invitation }: { invitation: TeamInvitation }) {
  const role = useRoleWords();
  const { inviter } = invitation;
  const open = invitation.state === 'pending' || invitation.state === 'expired';
  return (
    <Group role="listitem" justify="space-between" px="md" py="sm" gap="sm" className="row-line">
      <Stack gap={0} miw={0}>
        <Group gap="xs">
          <Text fw={600} truncate>
            {invitation.email}
          </Text>
          <StateBadge state={invitation.state} />
        </Group>
        <Text size="sm" c="dimmed">
          <Trans>
            {role(invitation.role)}, invited by {inviter}
          </Trans>{' '}
          {invitation.state === 'pending' && (
            <Trans>
              until <Moment at={invitation.expires_at} />
            </Trans>
          )}
        </Text>
      </Stack>
      {open && <Acts invitation={invitation} />}
    </Group>
  );
}

function StateBadge({ state }: { state: string }) {
  const { t } = useLingui();
  const known: Record<string, [string, string]> = {
    pending: ['blue', t`Waiting`],
    expired: ['orange', t`Time is over`],
    accepted: ['green', t`Joined`],
    declined: ['gray', t`Declined`],
    revoked: ['gray', t`Taken back`],
  };
  const [color, words] = known[state] ?? ['gray', state];
  return (
    <Badge variant="light" color={color}>
      {words}
    </Badge>
  );
}

function Acts({ invitation }: { invitation: TeamInvitation }) {
  const { t } = useLingui();
  const org = useOrg();
  const looker = useLooker();
  const tellProblem = useTellProblem();
  const { email } = invitation;
  const path = { org: org.id, invitation: invitation.id };
  const touches = () => [['org', org.id, 'team-invitations']];
  const resend = useCommand({
    send: () => body(api.POST('/v1/orgs/{org}/invitations/{invitation}/resend', { params: { path } })),
    touches,
    onDone: () => tell(t`Another link is on its way to ${email}. The former one is void.`),
    onProblem: tellProblem,
  });
  const revoke = useCommand({
    send: () => body(api.DELETE('/v1/orgs/{org}/invitations/{invitation}', { params: { path } })),
    touches,
    onDone: () => tell(t`The invitation of ${email} is taken back.`),
    onProblem: tellProblem,
  });
  const ask = () =>
    confirmAct({
      title: t`Take the invitation back?`,
      words: t`The link that ${email} got works no more.`,
      act: t`Take back the invitation`,
      cancel: t`Keep it`,
      onConfirm: () => revoke.mutate(undefined),
    });
  if (invitation.role === 'OWNER' && looker.role !== 'OWNER') return null;
  const tooEarly = new Date(invitation.resend_at).getTime() > Date.now();
  return (
    <Group gap="xs">
      {givableRoles(looker).includes(invitation.role as Role) && (
        <Button
          variant="default"
          size="sm"
          mih={44}
          disabled={tooEarly}
          loading={resend.isPending}
          aria-label={t`Send the invitation of ${email} again`}
          onClick={() => resend.mutate(undefined)}
        >
          {tooEarly ? <Trans>Again {distance(invitation.resend_at)}</Trans> : <Trans>Send again</Trans>}
        </Button>
      )}
      {invitation.state === 'pending' && (
        <Button
          variant="subtle"
          size="sm"
          mih={44}
          color="red"
          loading={revoke.isPending}
          aria-label={t`Take the invitation of ${email} back`}
          onClick={ask}
        >
          <Trans>Take back</Trans>
        </Button>
      )}
    </Group>
  );
}
