import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LAST_ORG } from './home';
import { meQuery, orgQuery } from './use-org';

const route = getRouteApi('/signed-in/o/$org');

/** Loads the org of the address, which its pages then have at once. A foreign one is a 404. */
export function OrgFrame() {
  const { org } = route.useParams();
  useSuspenseQuery(orgQuery(org));
  useSuspenseQuery(meQuery);
  useEffect(() => localStorage.setItem(LAST_ORG, org), [org]);
  return <Outlet />;
}
