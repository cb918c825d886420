import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { dropTicket } from './ticket';

/** Accepts or declines, for whom the invitation is for. */
export function InvitationAnswer({ token, org, onDeclined }: { token: string; org: string; onDeclined: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const touches = () => [['me'], ['orgs'], ['my-invitations']];
  const accept = useCommand({
    send: () => body(api.POST('/v1/invitations/accept', { body: { token } })),
    touches,
    onDone: (joined) => {
      dropTicket('invitation');
      tell(t`You are a member of ${joined.name} now.`);
      void navigate({ to: '/o/$org/events', params: { org: joined.id } });
    },
  });
  const decline = useCommand({
    send: () => body(api.POST('/v1/invitations/decline', { body: { token } })),
    touches,
    onDone: () => {
      dropTicket('invitation');
      onDeclined();
    },
  });
  const error = accept.error ?? decline.error;
  return (
    <>
      {isProblem(error, 'taken') ? (
        <Alert role="alert">
          <Trans>You are a member already.</Trans>
        </Alert>
      ) : (
        error !== null && <Trouble error={error} />
      )}
      <Button loading={accept.isPending} disabled={decline.isPending} onClick={() => accept.mutate(undefined)}>
        <Trans>Join {org}</Trans>
      </Button>
      <Button
        variant="default"
        loading={decline.isPending}
        disabled={accept.isPending}
        onClick={() => decline.mutate(undefined)}
      >
        <Trans>Decline</Trans>
      </Button>
    </>
  );
}
