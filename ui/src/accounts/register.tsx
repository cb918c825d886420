import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { begin } from '../api/session';
import { Door, ToSignIn } from './door';
import { type MailedInvitation, useMailedInvitation } from './mailed-invitation';
import { RegisterForm, type Registered } from './register-form';
import { dropTicket, heldTicket, takeTicket } from './ticket';

/** What lets somebody in: the code of a link, an invitation's mail, or what is typed into the form. */
interface Way {
  code: string | null;
  invitation: string | null;
}

/** A link with a code comes before an invitation that this tab still holds. */
function wayIn(): Way {
  const code = takeTicket('code');
  return { code, invitation: code === null ? heldTicket('invitation') : null };
}

/** Registration: by a code, by an invitation to a team, or openly where the platform allows it. */
export function Register() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [way, setWay] = useState(wayIn);
  const [asked, setAsked] = useState<string | null>(null);
  const invitation = useMailedInvitation(way.invitation);
  const forget = () => {
    dropTicket('code');
    dropTicket('invitation');
    setWay({ code: null, invitation: null });
  };
  const onDone = ({ session, email }: Registered) => {
    dropTicket('code');
    dropTicket('invitation');
    if (session === null) {
      setAsked(email);
    } else {
      begin(session);
      void navigate({ to: '/' });
    }
  };
  if (asked !== null) return <LookIntoYourMail email={asked} />;
  const invited = invitation.data;
  return (
    <Door title={t`Register`}>
      <Stack>
        {way.code !== null && <CodeApplied onForget={forget} />}
        {invited !== undefined && <InvitationApplied invited={invited} onForget={forget} />}
        <RegisterForm
          // Another way in has other fields.
          key={`${way.code} ${invited?.email}`}
          code={way.code}
          invitation={invited === undefined ? null : way.invitation}
          email={invited?.email ?? null}
          onDone={onDone}
        />
        <ToSignIn />
      </Stack>
    </Door>
  );
}

function CodeApplied({ onForget }: { onForget: () => void }) {
  return (
    <Alert color="pine" icon={<IconCircleCheck aria-hidden />}>
      <Text size="sm">
        <Trans>Your registration code was applied.</Trans>
      </Text>
      <AnotherWay onForget={onForget} />
    </Alert>
  );
}

function InvitationApplied({ invited, onForget }: { invited: MailedInvitation; onForget: () => void }) {
  return (
    <Alert color="pine" icon={<IconCircleCheck aria-hidden />}>
      <Text size="sm">
        <Trans>You register to join {invited.org}, with the address that was invited.</Trans>
      </Text>
      <AnotherWay onForget={onForget} />
    </Alert>
  );
}

function AnotherWay({ onForget }: { onForget: () => void }) {
  return (
    <Button variant="subtle" size="compact-sm" mt={4} mih={32} onClick={onForget}>
      <Trans>Register without it</Trans>
    </Button>
  );
}

function LookIntoYourMail({ email }: { email: string }) {
  const { t } = useLingui();
  return (
    <Door title={t`Look into your mail`}>
      <Stack>
        <Text>
          <Trans>A mail to {email} says how it goes on. Open its link, and confirm with the password that you chose.</Trans>
        </Text>
        <ToSignIn />
      </Stack>
    </Door>
  );
}
