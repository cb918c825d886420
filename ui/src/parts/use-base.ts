import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useState } from 'react';
import type { Seen } from '../api/client';
import { isProblem, type Problem } from '../api/problem';
import { rebased } from './rebase';

/**
 * The value and revision that a form's changes are made against. They follow what is read in the background
 * only while nothing was typed; where somebody else was faster, `onStale` takes what they did and keeps what
 * was typed.
 */
export function useBase<Value, Values extends Record<string, unknown>>(
  seen: Seen<Value>,
  form: UseFormReturnType<Values>,
  valuesOf: (value: Value) => Values,
) {
  const [base, setBase] = useState(seen);
  const take = (now: Seen<Value>, values: Values) => {
    form.setInitialValues(valuesOf(now.value));
    form.setValues(values);
    setBase(now);
  };
  useEffect(() => {
    if (!form.isDirty()) take(seen, valuesOf(seen.value));
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [seen]);
  return {
    etag: base.etag,
    values: valuesOf(base.value),
    /** After a change of one's own. */
    saved: (now: Seen<Value>) => take(now, valuesOf(now.value)),
    /** `true` where the problem was that somebody else changed it. */
    onStale: (problem: Problem, reload: () => Promise<Seen<Value>>): boolean => {
      if (!isProblem(problem, 'stale')) return false;
      // Without the new state the next press is refused like this one.
      void reload().then(
        (now) => take(now, rebased(form.getValues(), valuesOf(base.value), valuesOf(now.value))),
        () => undefined,
      );
      return true;
    },
  };
}
