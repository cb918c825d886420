import { useLingui } from '@lingui/react/macro';
import { api } from '../api/client';
import { useCommand } from '../api/command';
import { tell, useTellProblem } from '../parts/toast';
import { gather, piece, save } from './download';

/** Saves what became of each row of an import as a CSV file. */
export function useReport(org: string, id: string) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  return useCommand<void, void>({
    send: async () => {
      const { parts } = await gather((cursor) =>
        piece(
          api.GET('/v1/orgs/{org}/imports/{import}/report', {
            params: { path: { org, import: id }, query: { cursor } },
            parseAs: 'blob',
          }),
        ),
      );
      save(parts, 'import-report.csv');
    },
    onDone: () => tell(t`The report is saved`),
    onProblem: tellProblem,
  });
}
