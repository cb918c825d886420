import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { end } from '../api/session';

/** Ends the session of this device, and forgets what was shown in it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    // The cookie goes with the answer; without one, the session ends at its time.
    await api.DELETE('/v1/session').catch(() => undefined);
    end();
    queries.clear();
  };
}
