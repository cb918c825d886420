import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { begin } from '../api/session';
import { Trouble } from '../parts/trouble';
import { Door } from './door';
import { deviceName } from './device';

const route = getRouteApi('/login');

/** Signing in, and back to where one was going. */
export function LogIn() {
  const { t } = useLingui();
  const { next } = route.useSearch();
  const router = useRouter();
  const form = useForm({ initialValues: { login: '', password: '' } });
  const logIn = useCommand({
    send: (credentials: { login: string; password: string }) =>
      body(api.POST('/v1/session', { body: { ...credentials, device: deviceName() } })),
    onDone: (session) => {
      begin(session);
      router.history.push(next ?? '/');
    },
  });
  return (
    <Door title={t`Sign in`}>
      <form onSubmit={form.onSubmit((values) => logIn.mutate(values))}>
        <Stack>
          {logIn.error !== null &&
            (isProblem(logIn.error, 'unauthenticated') ? (
              <Text c="var(--mantine-color-error)" role="alert">
                <Trans>No account has this e-mail or name with this password.</Trans>
              </Text>
            ) : (
              <Trouble error={logIn.error} />
            ))}
          <TextInput label={t`E-mail or username`} autoComplete="username" required autoFocus {...form.getInputProps('login')} />
          <PasswordInput label={t`Password`} autoComplete="current-password" required {...form.getInputProps('password')} />
          <Button type="submit" loading={logIn.isPending}>
            <Trans>Sign in</Trans>
          </Button>
          <Anchor component={Link} to="/forgot" size="sm">
            <Trans>Forgot the password?</Trans>
          </Anchor>
          <Anchor component={Link} to="/register" size="sm">
            <Trans>Register</Trans>
          </Anchor>
        </Stack>
      </form>
    </Door>
  );
}
