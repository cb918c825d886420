import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { api, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, type Problem } from '../api/problem';
import { showFaults } from '../parts/form-problem';
import { deviceName } from './device';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

/** What came of it: signed in, or a mail that says how it goes on. */
export interface Registered {
  session: Schemas['SessionView'] | null;
  email: string;
}

interface Values {
  name: string;
  email: string;
  password: string;
  username: string;
  code: string;
  [more: string]: string;
}

/** The fields of a new account; those that are known already are not asked. */
export function RegisterForm(props: {
  code: string | null;
  invitation: string | null;
  /** The address that was invited: no other one joins by it. */
  email: string | null;
  onDone: (registered: Registered) => void;
}) {
  const { t, i18n } = useLingui();
  const form = useForm<Values>({
    initialValues: { name: '', email: props.email ?? '', password: '', username: '', code: '' },
  });
  const register = useCommand({
    send: async (values: Values): Promise<Registered> => {
      const answer = await api.POST('/v1/accounts', {
        body: {
          name: values.name,
          email: values.email,
          password: values.password,
          username: values.username.trim() || null,
          code: props.invitation === null ? (props.code ?? (values.code.trim() || null)) : null,
          invitation: props.invitation,
          locale: i18n.locale,
          time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          device: deviceName(),
        },
      });
      const session = answer.data !== undefined && 'access_token' in answer.data ? answer.data : null;
      return { session, email: values.email };
    },
    onDone: props.onDone,
    onProblem: (problem) => show(problem),
  });
  const show = (problem: Problem) => {
    if (!isProblem(problem, 'taken')) {
      showFaults(form, problem);
    } else if (problem.more.field === 'username') {
      form.setErrors({ username: t`Somebody has this name.` });
    } else {
      form.setErrors({ email: t`An account has this address already. Sign in with it.` });
    }
  };
  const wait = useWait(register.error);
  // Whether a name is taken is told to nobody who was not let in: without a code it is chosen later.
  const letIn = props.invitation !== null || props.code !== null || form.values.code.trim() !== '';
  return (
    <form onSubmit={form.onSubmit((values) => register.mutate(values))}>
      <Stack>
        {register.error !== null && <WhyNot error={register.error} wait={wait} linked={props.code !== null} />}
        {props.code === null && props.invitation === null && (
          <TextInput
            label={t`Registration code`}
            description={t`From whoever runs this site. Leave it empty if everybody may register here.`}
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('code')}
          />
        )}
        <TextInput label={t`Name`} autoComplete="name" required maxLength={100} {...form.getInputProps('name')} />
        <TextInput
          label={t`E-mail`}
          type="email"
          autoComplete="email"
          required
          readOnly={props.email !== null}
          {...form.getInputProps('email')}
        />
        {letIn && (
          <TextInput
            label={t`Username`}
            description={t`If you want to sign in by a short name, too: 3 to 40 of a-z, 0-9, dot, dash and underscore.`}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('username')}
          />
        )}
        <PasswordField
          label={t`Password`}
          description={t`8 characters or more.`}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={register.isPending} disabled={wait > 0}>
          <Trans>Register</Trans>
        </Button>
      </Stack>
    </form>
  );
}

function WhyNot({ error, wait, linked }: { error: unknown; wait: number; linked: boolean }) {
  if (isProblem(error, 'invalid-fields')) {
    const { code, invitation } = error.fields();
    if (code !== undefined && linked) return <Closed><Trans>The code of your link is void or used up. Ask for another one.</Trans></Closed>;
    if (invitation !== undefined) return <Closed><Trans>Your invitation was answered, or its time is over. Ask for another one.</Trans></Closed>;
    return null;
  }
  if (isProblem(error, 'forbidden')) {
    return <Closed><Trans>Accounts are made here by an invitation to a team only.</Trans></Closed>;
  }
  return isProblem(error, 'taken') ? null : <Refused error={error} wait={wait} />;
}

function Closed({ children }: { children: ReactNode }) {
  return (
    <Alert role="alert" color="red">
      {children}
    </Alert>
  );
}
