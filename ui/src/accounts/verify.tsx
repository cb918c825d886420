import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, type Problem } from '../api/problem';
import { Door, ToSignIn } from './door';
import { useSignedIn } from './standing';
import { dropTicket, useTicket } from './ticket';
import { VoidLink } from './void-link';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

/** Proves an address by the link of a mail; or makes the account that was asked for with it. */
export function Verify() {
  const token = useTicket('verify');
  const [state, setState] = useState<'open' | 'done' | 'void'>(token === null ? 'void' : 'open');
  if (state === 'void' || token === null) return <Void />;
  return state === 'done' ? <Done /> : <Confirm token={token} onEnd={setState} />;
}

function Confirm({ token, onEnd }: { token: string; onEnd: (state: 'done' | 'void') => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { password: '' } });
  // Only an account that does not exist yet is confirmed by its password: the server says which it is.
  const [asked, setAsked] = useState(false);
  const verify = useCommand({
    send: (password: string) =>
      body(api.POST('/v1/email/verify', { body: { token, password: password === '' ? null : password } })),
    touches: () => [['me']],
    onDone: () => {
      dropTicket('verify');
      queries.removeQueries({ queryKey: ['my-invitations'] });
      onEnd('done');
    },
    onProblem: (problem: Problem, password) => {
      if (!isProblem(problem, 'invalid-fields')) return;
      if (problem.fields().token !== undefined) {
        dropTicket('verify');
        onEnd('void');
      } else {
        setAsked(true);
        if (password !== '') form.setErrors({ password: t`This is not the password that you chose.` });
      }
    },
  });
  const wait = useWait(verify.error);
  const shown = verify.error !== null && !isProblem(verify.error, 'invalid-fields');
  return (
    <Door title={t`Confirm your e-mail address`}>
      <form onSubmit={form.onSubmit(({ password }) => verify.mutate(password))}>
        <Stack>
          {shown && <Failed error={verify.error} wait={wait} />}
          {asked ? (
            <PasswordField
              label={t`Password`}
              description={t`The one that you chose when you registered.`}
              autoComplete="current-password"
              required
              autoFocus
              {...form.getInputProps('password')}
            />
          ) : (
            <Text>
              <Trans>Press the button, and this address is known to be yours.</Trans>
            </Text>
          )}
          <Button type="submit" loading={verify.isPending} disabled={wait > 0}>
            <Trans>Confirm</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function Failed({ error, wait }: { error: unknown; wait: number }) {
  if (isProblem(error, 'taken')) {
    return (
      <Text role="alert" c="var(--mantine-color-error)">
        <Trans>Another account has this address by now.</Trans>
      </Text>
    );
  }
  return <Refused error={error} wait={wait} />;
}

function Done() {
  const { t } = useLingui();
  const signedIn = useSignedIn();
  return (
    <Door title={t`Your address is confirmed`}>
      {signedIn ? (
        <Button fullWidth renderRoot={(root) => <Link to="/" {...root} />}>
          <Trans>To the start</Trans>
        </Button>
      ) : (
        <Stack>
          <Text>
            <Trans>You can sign in with it now.</Trans>
          </Text>
          <Button renderRoot={(root) => <Link to="/login" {...root} />}>
            <Trans>Sign in</Trans>
          </Button>
        </Stack>
      )}
    </Door>
  );
}

function Void() {
  return (
    <VoidLink action={<ToSignIn />}>
      <Trans>
        A link to confirm an address works once, for 7 days. This one was used, is too old or is not whole. Another
        one can be asked for in your account.
      </Trans>
    </VoidLink>
  );
}
