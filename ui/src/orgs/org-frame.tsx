import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { LAST_ORG } from './home';
import { meQuery, orgQuery } from './use-org';

const route = getRouteApi('/signed-in/o/$org');
const Archived = lazy(() => import('./archived').then((module) => ({ default: module.Archived })));

/** Loads the org of the address, which its pages then have at once. A foreign one is a 404. */
export function OrgFrame() {
  const { org } = route.useParams();
  const { data } = useSuspenseQuery(orgQuery(org));
  useSuspenseQuery(meQuery);
  useEffect(() => localStorage.setItem(LAST_ORG, org), [org]);
  return (
    <>
      {data.archived_at != null && (
        <Suspense>
          <Archived org={data} />
        </Suspense>
      )}
      <Outlet />
    </>
  );
}
