import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/**
 * After a change of page, puts the focus on its heading, so that it is read and the next key goes on from
 * there. What has the focus and is still there keeps it: a tab of the page, or a field that a page begins with.
 */
export function useRouteFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation === undefined || !pathChanged) return;
        const main = document.getElementById('main');
        if (document.activeElement?.closest('#main > *, [role="dialog"]') != null) return;
        const heading = main?.querySelector('h1') ?? null;
        heading?.focus({ preventScroll: true });
        // Not there yet, or the hidden one of the former page: the heading takes the focus when it comes.
        if (heading === null || document.activeElement !== heading) main?.focus({ preventScroll: true });
      }),
    [router],
  );
}
