import { useLingui } from '@lingui/react/macro';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { tell, useTellProblem } from '../parts/toast';

/** Brings an archived organization back as it was. */
export function useRestore(org: Schemas['Org']) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  return useCommand({
    send: () => body(api.POST('/v1/orgs/{org}/restore', { params: { path: { org: org.id } } })),
    touches: () => [['orgs'], ['org', org.id]],
    onDone: () => tell(t`${org.name} is back. What it had to send goes on.`),
    onProblem: tellProblem,
  });
}
