import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, type Schemas, seen, type Seen } from '../api/client';
import { type Command, useCommand } from '../api/command';

type Settings = Schemas['PlatformSettingsView'];

/** The platform's settings, with the revision that was seen. */
export const settingsQuery = queryOptions({
  queryKey: ['admin', 'settings'],
  queryFn: () => seen(api.GET('/v1/admin/settings')),
});

/** Changes some settings, unless somebody changed them since they were shown: under `of`, or as they are now. */
export function useChangeSettings(
  then: Pick<Command<Schemas['PlatformSettingsBody'], Seen<Settings>>, 'onDone' | 'onProblem'>,
  of?: { etag: string | null },
) {
  const now = useQuery(settingsQuery).data;
  const etag = (of ?? now)?.etag ?? null;
  return useCommand({
    send: (change: Schemas['PlatformSettingsBody']) =>
      seen(api.PATCH('/v1/admin/settings', { params: { header: { 'if-match': etag } }, body: change })),
    touches: () => [['admin', 'settings']],
    ...then,
  });
}
