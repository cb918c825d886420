import { useLingui } from '@lingui/react/macro';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import type { Member } from './members-queries';
import type { Role } from './rights';
import { useRoleWords } from './role-words';
import { useMe, useOrg } from './use-org';

/** Gives a member another role; asks before the looker gives the own one away, and before an owner is made. */
export function useChangeRole(member: Member, members: Member[]): (role: Role) => void {
  const { t } = useLingui();
  const org = useOrg();
  const me = useMe();
  const words = useRoleWords();
  const tellProblem = useTellProblem();
  const { mutate } = useCommand({
    send: (role: Role) =>
      body(
        api.PATCH('/v1/orgs/{org}/members/{user}', {
          params: { path: { org: org.id, user: member.user } },
          body: { role },
        }),
      ),
    touches: () => [['org', org.id], ['orgs'], ['me']],
    onDone: (changed) => tell(t`${member.name} is now: ${words(changed.role)}`),
    onProblem: tellProblem,
  });
  const owners = members.filter(({ role }) => role === 'OWNER').length;
  return (role) => {
    const own = member.user === me.id;
    if (!own && role !== 'OWNER') return mutate(role);
    confirmAct({
      title: own ? t`Change your own role?` : t`Make ${member.name} an owner?`,
      words: own
        ? t`You may do less here afterwards, and cannot undo it yourself. Owners now: ${owners}.`
        : t`Owners may do everything: archive the organization, hand it over, change you.`,
      act: own ? t`Become: ${words(role)}` : t`Make ${member.name} an owner`,
      cancel: t`Leave it`,
      onConfirm: () => mutate(role),
      harmless: !own,
    });
  };
}

/** Removes a member, after asking. */
export function useRemoveMember(member: Member): () => void {
  const { t } = useLingui();
  const org = useOrg();
  const tellProblem = useTellProblem();
  const { mutate } = useCommand({
    send: () =>
      body(
        api.DELETE('/v1/orgs/{org}/members/{user}', { params: { path: { org: org.id, user: member.user } } }),
      ),
    touches: () => [['org', org.id, 'members']],
    onDone: () => tell(t`${member.name} is no member any more.`),
    onProblem: tellProblem,
  });
  return () =>
    confirmAct({
      title: t`Remove ${member.name}?`,
      words: t`They are out of ${org.name} at once, with their roles on its events. What they did stays.`,
      act: t`Remove ${member.name}`,
      cancel: t`Keep`,
      onConfirm: () => mutate(undefined),
    });
}
