import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, body } from '../api/client';
import { tell, useTellProblem } from '../parts/toast';
import { type AddHow, type Step, stepsOf, type Whom } from './add-steps';
import { type AddTally, addUp, NOTHING_ADDED } from './add-tally';
import { eventKey, usePlace } from './event-queries';

/** How far a run is. */
export interface AddRun {
  tally: AddTally;
  state: 'running' | 'done' | 'stopped';
  error: unknown;
}

/** Adds any number of contacts, part by part; what was done is kept when a part fails, and can be gone on with. */
export function useAddRun() {
  const place = usePlace();
  const queries = useQueryClient();
  const [run, setRun] = useState<AddRun | null>(null);
  const resume = useRef<() => void>(() => undefined);
  const tellIfLeft = useTellIfLeft();
  const stop = (tally: AddTally, error: unknown, again: () => void) => {
    resume.current = again;
    setRun({ tally, state: 'stopped', error });
    tellIfLeft(tally, error);
  };
  const go = async (steps: readonly Step[], begun: AddTally) => {
    let tally = begun;
    const left = [...steps];
    setRun({ tally, state: 'running', error: null });
    try {
      for (let step = left[0]; step !== undefined; step = left[0]) {
        const answer = await body(
          api.POST('/v1/orgs/{org}/events/{event}/invitees', { params: { path: place }, body: step }),
        );
        tally = addUp(tally, answer.results);
        left.shift();
        if (answer.cursor != null) left.unshift({ ...step, cursor: answer.cursor });
        setRun({ tally, state: 'running', error: null });
      }
      setRun({ tally, state: 'done', error: null });
      tellIfLeft(tally, null);
    } catch (error) {
      stop(tally, error, () => void go(left, tally));
    }
    await queries.invalidateQueries({ queryKey: eventKey(place) });
  };
  const start = async (whom: Whom, how: AddHow) => {
    setRun({ tally: NOTHING_ADDED, state: 'running', error: null });
    try {
      await go(await stepsOf(place.org, whom, how), NOTHING_ADDED);
    } catch (error) {
      stop(NOTHING_ADDED, error, () => void start(whom, how));
    }
  };
  return {
    run,
    start: (whom: Whom, how: AddHow) => void start(whom, how),
    goOn: () => resume.current(),
    reset: () => setRun(null),
  };
}

/** A run goes on when its page is left: what became of it is told wherever the organizer is then. */
function useTellIfLeft(): (tally: AddTally, error: unknown) => void {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return (tally, error) => {
    if (here.current) return;
    tell(t`${plural(tally.added, { 0: 'Nobody new was added', one: 'One person was added', other: '# people were added' })}`);
    if (error !== null) tellProblem(error);
  };
}
