import { Trans, useLingui } from '@lingui/react/macro';
import { Blockquote, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isProblem } from '../api/problem';
import { meQuery } from '../orgs/use-org';
import { useRoleWords } from '../orgs/role-words';
import { Moment } from '../parts/moment';
import { LoadingPage } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { useSignOut } from '../shell/use-sign-out';
import { Door } from './door';
import { InvitationAnswer } from './invitation-answer';
import { type MailedInvitation, useMailedInvitation } from './mailed-invitation';
import { useSignedIn } from './standing';
import { useTicket } from './ticket';
import { VoidLink } from './void-link';

/** An invitation to a team as its mail's link shows it: looked at by anybody, answered by whom it is for. */
export function Invitation() {
  const { t } = useLingui();
  const token = useTicket('invitation');
  const [declined, setDeclined] = useState<string | null>(null);
  const { data: invited, error, refetch } = useMailedInvitation(token);
  if (declined !== null) return <Declined org={declined} />;
  if (token === null || isProblem(error, 'invalid-fields')) return <Void />;
  return (
    <Door title={invited === undefined ? t`Invitation` : t`Join ${invited.org}`}>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && invited === undefined && <LoadingPage />}
      {invited !== undefined && (
        <Stack>
          <Words invited={invited} />
          <Acts token={token} invited={invited} onDeclined={() => setDeclined(invited.org)} />
        </Stack>
      )}
    </Door>
  );
}

function Words({ invited }: { invited: MailedInvitation }) {
  const role = useRoleWords();
  const { inviter, org } = invited;
  return (
    <>
      <Text>
        <Trans>
          {inviter} invites you to {org}. Your role there: {role(invited.role)}.
        </Trans>
      </Text>
      {invited.message != null && (
        <Blockquote p="md" radius="md">
          {invited.message}
        </Blockquote>
      )}
      <Text size="sm" c="dimmed">
        <Trans>
          For {invited.email}, until <Moment at={invited.expires_at} />
        </Trans>
      </Text>
    </>
  );
}

function Acts(props: { token: string; invited: MailedInvitation; onDeclined: () => void }) {
  const signedIn = useSignedIn();
  const me = useQuery({ ...meQuery, enabled: signedIn });
  if (!signedIn) return <WhoAreYou email={props.invited.email} />;
  if (me.error !== null) return <Trouble error={me.error} retry={() => void me.refetch()} />;
  if (me.data === undefined) return <LoadingPage />;
  const forMe = me.data.email.toLowerCase() === props.invited.email.toLowerCase();
  return forMe ? (
    <InvitationAnswer token={props.token} org={props.invited.org} onDeclined={props.onDeclined} />
  ) : (
    <WrongAccount mine={me.data.email} email={props.invited.email} />
  );
}

function WhoAreYou({ email }: { email: string }) {
  return (
    <>
      <Text size="sm">
        <Trans>To accept it, register or sign in as {email}.</Trans>
      </Text>
      <Button renderRoot={(root) => <Link to="/register" {...root} />}>
        <Trans>Register</Trans>
      </Button>
      <Button variant="default" renderRoot={(root) => <Link to="/login" search={{ next: '/invitation' }} {...root} />}>
        <Trans>I have an account</Trans>
      </Button>
    </>
  );
}

function WrongAccount({ mine, email }: { mine: string; email: string }) {
  const signOut = useSignOut(true);
  return (
    <>
      <Text size="sm" role="status">
        <Trans>
          You are signed in as {mine}, and the invitation is for {email}. Sign out, then sign in or register with
          that address.
        </Trans>
      </Text>
      <Button onClick={() => void signOut()}>
        <Trans>Sign out</Trans>
      </Button>
      <Button variant="default" renderRoot={(root) => <Link to="/" {...root} />}>
        <Trans>Stay signed in</Trans>
      </Button>
    </>
  );
}

function Declined({ org }: { org: string }) {
  const { t } = useLingui();
  return (
    <Door title={t`Declined`}>
      <Stack>
        <Text>
          <Trans>You do not join {org}.</Trans>
        </Text>
        <Button renderRoot={(root) => <Link to="/" {...root} />}>
          <Trans>To the start</Trans>
        </Button>
      </Stack>
    </Door>
  );
}

function Void() {
  return (
    <VoidLink>
      <Trans>The invitation was answered or taken back, or its time is over. Ask who invited you for another one.</Trans>
    </VoidLink>
  );
}
