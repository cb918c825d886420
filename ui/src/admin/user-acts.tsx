import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMe } from '../orgs/use-org';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';

type Act = 'deactivate' | 'reactivate' | 'promote' | 'demote';

/** Keeps a user out or lets them in, gives or takes the platform. */
export function UserActs({ user }: { user: Schemas['UserDetail'] }) {
  const { t } = useLingui();
  const own = useMe().id === user.id;
  const act = useAct(user);
  const { name } = user;
  const ask = (what: Act, title: string, words: string, label: string, harmless = false) => () =>
    confirmAct({ title, words, act: label, cancel: t`Back`, harmless, onConfirm: () => act.mutate(what) });
  const deactivate = ask(
    'deactivate',
    t`Deactivate ${name}?`,
    t`All devices are signed out at once, and nobody signs in to the account. Nothing is deleted.`,
    t`Deactivate ${name}`,
  );
  const reactivate = ask('reactivate', t`Let ${name} in again?`, t`They sign in as before.`, t`Let ${name} in`, true);
  const promote = ask(
    'promote',
    t`Make ${name} a platform admin?`,
    t`They see every organization, change limits and settings, and can make others admins.`,
    t`Make ${name} an admin`,
  );
  const demote = ask(
    'demote',
    t`Take the platform from ${name}?`,
    own ? t`You lose these pages at once.` : t`They lose these pages at once, and leave the organizations that they entered.`,
    t`Take it from ${name}`,
  );
  return (
    <Group gap="sm">
      {user.deactivated_at == null ? (
        <>
          {user.platform_admin ? (
            <Button variant="default" loading={act.isPending} onClick={demote}>
              <Trans>No platform admin any more</Trans>
            </Button>
          ) : (
            <Button variant="default" loading={act.isPending} onClick={promote}>
              <Trans>Make a platform admin</Trans>
            </Button>
          )}
          {!own && (
            <Button color="red" variant="light" loading={act.isPending} onClick={deactivate}>
              <Trans>Deactivate</Trans>
            </Button>
          )}
        </>
      ) : (
        <Button loading={act.isPending} onClick={reactivate}>
          <Trans>Reactivate</Trans>
        </Button>
      )}
    </Group>
  );
}

function useAct(user: Schemas['UserDetail']) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const params = { path: { user: user.id } };
  return useCommand({
    send: (act: Act) => {
      switch (act) {
        case 'deactivate':
          return body(api.POST('/v1/admin/users/{user}/deactivate', { params }));
        case 'reactivate':
          return body(api.POST('/v1/admin/users/{user}/reactivate', { params }));
        case 'promote':
          return body(api.POST('/v1/admin/users/{user}/promote', { params }));
        case 'demote':
          return body(api.POST('/v1/admin/users/{user}/demote', { params }));
      }
    },
    touches: () => [['admin', 'users'], ['admin', 'user-named'], ['admin', 'user', user.id], ['me']],
    onDone: () => tell(t`Done: ${user.name}`),
    onProblem: tellProblem,
  });
}
