import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { showFaults } from '../parts/form-problem';
import { Door, ToSignIn } from './door';
import { Refused, useWait } from './wait';

/** Asks for a link that sets a new password. Nobody learns whether the address has an account. */
export function Forgot() {
  const { t } = useLingui();
  const form = useForm({ initialValues: { email: '' } });
  const ask = useCommand({
    send: (email: string) => body(api.POST('/v1/password/forgot', { body: { email } })),
    onProblem: (problem) => showFaults(form, problem),
  });
  const wait = useWait(ask.error);
  if (ask.isSuccess) return <LinkIsOnItsWay email={ask.variables} />;
  return (
    <Door title={t`Set a new password`}>
      <form onSubmit={form.onSubmit(({ email }) => ask.mutate(email))}>
        <Stack>
          {ask.error !== null && !form.errors.email && <Refused error={ask.error} wait={wait} />}
          <TextInput
            label={t`E-mail`}
            description={t`A link to set a new password goes there.`}
            type="email"
            autoComplete="email"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          <Button type="submit" loading={ask.isPending} disabled={wait > 0}>
            <Trans>Send the link</Trans>
          </Button>
          <ToSignIn />
        </Stack>
      </form>
    </Door>
  );
}

function LinkIsOnItsWay({ email }: { email: string }) {
  const { t } = useLingui();
  return (
    <Door title={t`Look into your mail`}>
      <Stack>
        <Text>
          <Trans>
            If {email} has an account here, a link is on its way. It works once, within the next hour.
          </Trans>
        </Text>
        <Text c="dimmed" size="sm">
          <Trans>Nothing there after a few minutes? Look into the spam folder, or check the address.</Trans>
        </Text>
        <ToSignIn />
      </Stack>
    </Door>
  );
}
