import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Anchor, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { begin } from '../api/session';
import { Door } from './door';
import { deviceName } from './device';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

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
  const wait = useWait(logIn.error);
  return (
    <Door title={t`Sign in`}>
      <form onSubmit={form.onSubmit((values) => logIn.mutate(values))}>
        <Stack>
          {logIn.error !== null && <WhyNot error={logIn.error} wait={wait} />}
          <TextInput
            label={t`E-mail or username`}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
            {...form.getInputProps('login')}
          />
          <PasswordField
            label={t`Password`}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={logIn.isPending} disabled={wait > 0}>
            <Trans>Sign in</Trans>
          </Button>
          <Group justify="space-between">
            <Anchor component={Link} to="/forgot" size="sm" py={6}>
              <Trans>Forgot the password?</Trans>
            </Anchor>
            <Anchor component={Link} to="/register" size="sm" py={6}>
              <Trans>Register</Trans>
            </Anchor>
          </Group>
        </Stack>
      </form>
    </Door>
  );
}

function WhyNot({ error, wait }: { error: unknown; wait: number }) {
  if (isProblem(error, 'unauthenticated') || isProblem(error, 'invalid-fields')) {
    return (
      <Alert role="alert" color="red" icon={<IconLock aria-hidden />}>
        <Trans>No account has this e-mail or name with this password.</Trans>
      </Alert>
    );
  }
  return <Refused error={error} wait={wait} />;
}
