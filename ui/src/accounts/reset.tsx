import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { end } from '../api/session';
import { showFaults } from '../parts/form-problem';
import { Door } from './door';
import { dropTicket, useTicket } from './ticket';
import { VoidLink } from './void-link';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

/** Sets a new password by the link of a mail. */
export function Reset() {
  const token = useTicket('reset');
  const [state, setState] = useState<'open' | 'done' | 'void'>(token === null ? 'void' : 'open');
  if (state === 'void' || token === null) return <Void />;
  return state === 'done' ? <Done /> : <NewPassword token={token} onEnd={setState} />;
}

function NewPassword({ token, onEnd }: { token: string; onEnd: (state: 'done' | 'void') => void }) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { password: '' } });
  const set = useCommand({
    send: (password: string) => body(api.POST('/v1/password/reset', { body: { token, password } })),
    onDone: () => {
      dropTicket('reset');
      // Every session ended, this device's too.
      end();
      onEnd('done');
    },
    onProblem: (problem) => {
      if (isProblem(problem, 'invalid-fields') && problem.fields().token !== undefined) {
        dropTicket('reset');
        onEnd('void');
      } else {
        showFaults(form, problem);
      }
    },
  });
  const wait = useWait(set.error);
  return (
    <Door title={t`Set a new password`}>
      <form onSubmit={form.onSubmit(({ password }) => set.mutate(password))}>
        <Stack>
          {set.error !== null && !form.errors.password && <Refused error={set.error} wait={wait} />}
          <PasswordField
            label={t`New password`}
            description={t`8 characters or more. All devices are signed out with it.`}
            autoComplete="new-password"
            required
            autoFocus
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={set.isPending} disabled={wait > 0}>
            <Trans>Set the password</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function Done() {
  const { t } = useLingui();
  return (
    <Door title={t`The password is set`}>
      <Stack>
        <Text>
          <Trans>Sign in with it. Every device that was signed in is signed out.</Trans>
        </Text>
        <Button renderRoot={(root) => <Link to="/login" {...root} />}>
          <Trans>Sign in</Trans>
        </Button>
      </Stack>
    </Door>
  );
}

function Void() {
  return (
    <VoidLink
      action={
        <Button renderRoot={(root) => <Link to="/forgot" {...root} />}>
          <Trans>Ask for another link</Trans>
        </Button>
      }
    >
      <Trans>A link to set a password works once, for an hour. This one was used, is too old or is not whole.</Trans>
    </VoidLink>
  );
}
