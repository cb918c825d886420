import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { api } from '../api/client';
import { useCommand } from '../api/command';
import { tell, useTellProblem } from '../parts/toast';
import { gather, piece, save } from './download';

/** Saves all contacts as one CSV file. */
export function useExport(org: string) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  return useCommand<void, number>({
    send: async () => {
      const { parts, rows } = await gather((cursor) =>
        piece(
          api.GET('/v1/orgs/{org}/contacts/export', {
            params: { path: { org }, query: { cursor } },
            parseAs: 'blob',
          }),
        ),
      );
      save(parts, 'contacts.csv');
      return rows;
    },
    onDone: (rows) => tell(t`${plural(rows, { one: '# contact exported', other: '# contacts exported' })}`),
    onProblem: tellProblem,
  });
}
