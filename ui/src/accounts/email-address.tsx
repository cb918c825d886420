import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Badge, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMail } from '@tabler/icons-react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Section } from '../parts/section';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

/** The address that signs in: whether it is proven, and its change. */
export function EmailAddress({ email, verified }: { email: string; verified: boolean }) {
  const { t } = useLingui();
  return (
    <Section
      title={t`E-mail`}
      sub={<Trans>You sign in with it, and mails about your organizations go there.</Trans>}
    >
      <Group gap="sm">
        <Text fw={600}>{email}</Text>
        {verified ? (
          <Badge variant="light" color="green">
            <Trans>Confirmed</Trans>
          </Badge>
        ) : (
          <Badge variant="light" color="orange">
            <Trans>Not confirmed</Trans>
          </Badge>
        )}
      </Group>
      {!verified && <Resend />}
      <ChangeEmail verified={verified} />
    </Section>
  );
}

function Resend() {
  return (
    <>
      <Text size="sm">
        <Trans>Open the link of the mail that we sent. Until then you see no invitations to teams.</Trans>
      </Text>
      <ResendButton />
    </>
  );
}

/** Sends the link once more: to the address that was asked for last, else to the present one. */
function ResendButton() {
  const { t } = useLingui();
  const resend = useCommand({
    send: () => body(api.POST('/v1/me/email/verification', {})),
    onDone: () => tell(t`A link is on its way. A former one works no more.`),
  });
  const wait = useWait(resend.error);
  return (
    <>
      {resend.error !== null && <Refused error={resend.error} wait={wait} />}
      <Group>
        <Button
          variant="default"
          loading={resend.isPending}
          disabled={wait > 0}
          onClick={() => resend.mutate(undefined)}
        >
          <Trans>Send the link again</Trans>
        </Button>
      </Group>
    </>
  );
}

interface Values {
  email: string;
  password: string;
  [more: string]: string;
}

function ChangeEmail({ verified }: { verified: boolean }) {
  const { t } = useLingui();
  const form = useForm<Values>({ initialValues: { email: '', password: '' } });
  const change = useCommand({
    send: ({ email, password }: Values) => body(api.PUT('/v1/me/email', { body: { email, password } })),
    onDone: () => form.reset(),
    onProblem: (problem) => {
      if (isProblem(problem, 'taken')) form.setErrors({ email: t`Another account has this address.` });
      else showFaults(form, problem);
    },
  });
  const wait = useWait(change.error);
  const shown = change.error !== null && Object.keys(form.errors).length === 0;
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      {change.isSuccess && (
        <Alert role="status" color="pine" icon={<IconMail aria-hidden />} mb="md">
          <Stack gap="sm">
            <Text size="sm">
              <Trans>
                A link is on its way to {change.variables.email}. Until it is opened you go on signing in with the former
                address. Another password makes the link void.
              </Trans>
            </Text>
            {verified && <ResendButton />}
          </Stack>
        </Alert>
      )}
      {shown && <Refused error={change.error} wait={wait} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t`New address`} type="email" autoComplete="email" required {...form.getInputProps('email')} />
        <PasswordField
          label={t`Your password`}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
      </SimpleGrid>
      <Button type="submit" variant="default" mt="md" loading={change.isPending} disabled={wait > 0}>
        <Trans>Change the address</Trans>
      </Button>
    </form>
  );
}
