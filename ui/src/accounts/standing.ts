import { useSyncExternalStore } from 'react';
import { currentStanding, subscribe } from '../api/session';

/** Whether somebody is signed in, on pages that are for anybody. */
export function useSignedIn(): boolean {
  return useSyncExternalStore(subscribe, currentStanding) === 'in';
}
