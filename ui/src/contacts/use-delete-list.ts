import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import { listsQuery } from './queries';

/** Deletes a list, after it was said what that means; the contacts stay. */
export function useDeleteList(org: string, list: Schemas['ContactList'], onGone?: () => void) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const tellProblem = useTellProblem();
  const remove = useCommand<void, unknown>({
    send: () =>
      body(
        api.DELETE('/v1/orgs/{org}/lists/{list}', {
          params: { path: { org, list: list.id }, header: { 'if-match': `"${list.rev}"` } },
        }),
      ),
    onDone: () => {
      tell(t`The list ${list.name} was deleted`);
      queries.setQueryData(
        listsQuery(org).queryKey,
        (data) => data && { ...data, items: data.items.filter((one) => one.id !== list.id) },
      );
      onGone?.();
    },
    onProblem: tellProblem,
    touches: () => [['org', org, 'lists']],
  });
  const people = t`${plural(list.contacts, { one: '# contact', other: '# contacts' })}`;
  const ask = () =>
    confirmAct({
      title: t`Delete the list “${list.name}”?`,
      words: t`The list is gone at once, and its link for signing up with it. The ${people} on it stay as contacts.`,
      act: t`Delete the list of ${people}`,
      cancel: t`Cancel`,
      onConfirm: () => remove.mutate(),
    });
  return { ask, isPending: remove.isPending };
}
