import { useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { useOrg } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { MessageLog } from './message-log';

const route = getRouteApi('/signed-in/o/$org/messages');

/** All messages of the org. */
export function MessagesPage() {
  const { t } = useLingui();
  const org = useOrg().id;
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHead title={t`Messages`} sub={t`Every text of the organization, the newest first, as of some seconds ago.`} />
      <MessageLog log={{ org }} filter={filter} onFilter={(search) => navigate({ search, replace: true })} />
    </>
  );
}
