import { lazy, Suspense, useEffect, useState } from 'react';
import { type Asked, onAsked } from '../parts/confirm';

const Confirmation = lazy(() => import('./confirmation').then((views) => ({ default: views.Confirmation })));
const Notices = lazy(() => import('./notices').then((views) => ({ default: views.Notices })));

/** What lies over every page, loaded after it: notices, and the question before what cannot be taken back. */
export function OverAll() {
  const [asked, setAsked] = useState<{ question: Asked; number: number } | null>(null);
  useEffect(
    () => onAsked((question) => setAsked((last) => ({ question, number: (last?.number ?? 0) + 1 }))),
    [],
  );
  return (
    <Suspense>
      <Notices />
      {asked !== null && (
        <Confirmation key={asked.number} asked={asked.question} onGone={() => setAsked(null)} />
      )}
    </Suspense>
  );
}
