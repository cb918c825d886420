import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SimpleGrid } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { showFaults } from '../parts/form-problem';
import { tell } from '../parts/toast';
import { Section } from '../parts/section';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';

interface Values {
  current: string;
  new: string;
  [more: string]: string;
}

/** Another password, by the present one. */
export function NewPassword({ login }: { login: string }) {
  const { t } = useLingui();
  const form = useForm<Values>({ initialValues: { current: '', new: '' } });
  const change = useCommand({
    send: (values: Values) => body(api.PUT('/v1/me/password', { body: { current: values.current, new: values.new } })),
    touches: () => [['my-devices']],
    onDone: () => {
      form.reset();
      tell(t`The password is changed. All other devices are signed out.`);
    },
    onProblem: (problem) => showFaults(form, problem),
  });
  const wait = useWait(change.error);
  const shown = change.error !== null && Object.keys(form.errors).length === 0;
  return (
    <Section title={t`Password`} sub={<Trans>With another password all other devices are signed out.</Trans>}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        {shown && <Refused error={change.error} wait={wait} />}
        {/* Whoever keeps passwords learns which account this one is of. */}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <PasswordField
            label={t`Present password`}
            autoComplete="current-password"
            required
            {...form.getInputProps('current')}
          />
          <PasswordField
            label={t`New password`}
            description={t`8 characters or more.`}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            required
            {...form.getInputProps('new')}
          />
        </SimpleGrid>
        <Button type="submit" variant="default" mt="md" loading={change.isPending} disabled={wait > 0}>
          <Trans>Change the password</Trans>
        </Button>
      </form>
    </Section>
  );
}
