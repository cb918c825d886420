import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { eventKey, type Place } from './event-queries';

/** Who has a role on the event beside the one in the organization. */
export const rolesQuery = (place: Place) =>
  queryOptions({
    queryKey: [...eventKey(place), 'roles'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/events/{event}/roles', { params: { path: place } })),
  });
