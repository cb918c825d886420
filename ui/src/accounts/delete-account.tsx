import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, type Problem } from '../api/problem';
import { end } from '../api/session';
import { orgsQuery } from '../orgs/use-org';
import { showFaults } from '../parts/form-problem';
import { Section } from '../parts/section';
import { Refused, useWait } from './wait';
import { PasswordField } from './password-field';
import { Dialog } from '../parts/dialog';

/** The end of the account, with what goes with it spelled out before. */
export function DeleteAccount() {
  const { t } = useLingui();
  const [open, { open: show, close }] = useDisclosure(false);
  return (
    <Section title={t`Delete your account`} danger>
      <List size="sm" spacing={4}>
        <List.Item>
          <Trans>You leave all organizations, and your roles on events end.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Organizations that are yours alone are archived, and deleted after 30 days.</Trans>
        </List.Item>
        <List.Item>
          <Trans>All devices are signed out. The account cannot be brought back.</Trans>
        </List.Item>
      </List>
      <Group>
        <Button color="red" variant="light" onClick={show}>
          <Trans>Delete your account</Trans>
        </Button>
      </Group>
      <Dialog opened={open} onClose={close} title={t`Delete your account?`}>
        <Farewell onClose={close} />
      </Dialog>
    </Section>
  );
}

function Farewell({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const alone = useQuery(orgsQuery).data?.orgs.filter((org) => org.role === 'OWNER' && org.archived_at == null) ?? [];
  const form = useForm({ initialValues: { password: '' } });
  const remove = useCommand({
    send: (password: string) => body(api.DELETE('/v1/me', { body: { password } })),
    onDone: async () => {
      // First, so that nobody is asked to come back to this page after the next log-in.
      await navigate({ to: '/login' });
      end();
    },
    onProblem: (problem) => showFaults(form, problem),
  });
  const wait = useWait(remove.error);
  return (
    <form onSubmit={form.onSubmit(({ password }) => remove.mutate(password))}>
      <Stack>
        {remove.error !== null && !form.errors.password && <WhyNot error={remove.error} wait={wait} />}
        {alone.length > 0 && (
          <Text size="sm">
            <Trans>You own {alone.map((org) => org.name).join(', ')}. Hand over first what others still need.</Trans>
          </Text>
        )}
        <PasswordField
          label={t`Your password`}
          autoComplete="current-password"
          required
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Keep the account</Trans>
          </Button>
          <Button type="submit" color="red.8" loading={remove.isPending} disabled={wait > 0}>
            <Trans>Delete my account</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WhyNot({ error, wait }: { error: Error; wait: number }) {
  const { t } = useLingui();
  if (isProblem(error, 'last-owner')) {
    return (
      <Alert role="alert" color="red" title={t`Others would be left without an owner`}>
        <Text size="sm">
          <Trans>Make another member an owner of each of these, or archive it:</Trans>
        </Text>
        <OrgLinks problem={error} />
      </Alert>
    );
  }
  if (isProblem(error, 'not-allowed-now')) {
    return (
      <Alert role="alert" color="red" title={t`Guests are invited to events of yours`}>
        <Text size="sm">
          <Trans>Cancel the events, so that the guests hear of it, or hand the organization over:</Trans>
        </Text>
        <OrgLinks problem={error} />
      </Alert>
    );
  }
  if (isProblem(error, 'last-admin')) {
    return (
      <Alert role="alert" color="red">
        <Trans>Nobody else runs this platform. Make another user a platform admin first.</Trans>
      </Alert>
    );
  }
  return <Refused error={error} wait={wait} />;
}

/** The orgs that the problem names, each with the page where it is mended. */
function OrgLinks({ problem }: { problem: Problem }) {
  const known = useQuery(orgsQuery).data?.orgs ?? [];
  const ids = Array.isArray(problem.more.orgs) ? problem.more.orgs.filter((id) => typeof id === 'string') : [];
  return (
    <List size="sm" mt={4}>
      {ids.map((id) => (
        <List.Item key={id}>
          <Anchor inherit renderRoot={(root) => <Link to="/o/$org/members" params={{ org: id }} {...root} />}>
            {known.find((org) => org.id === id)?.name ?? id}
          </Anchor>
        </List.Item>
      ))}
    </List>
  );
}
