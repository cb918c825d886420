import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../api/session';
import { tellTrouble } from '../parts/toast';

/**
 * Ends the session of this device, and leads to the log-in unless `stay`. Where the server did not hear of
 * it, one stays signed in and is told so.
 */
export function useSignOut(stay = false): () => Promise<void> {
  const { t } = useLingui();
  const navigate = useNavigate();
  return () =>
    // The page changes first, so that nobody is asked to come back to it after the next log-in.
    signOut(stay ? undefined : () => navigate({ to: '/login' })).catch(() =>
      tellTrouble(t`You are still signed in`, t`Signing out did not work. Try again in a moment.`),
    );
}
