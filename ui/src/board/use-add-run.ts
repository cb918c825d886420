import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { type AddTally, addUp, NOTHING_ADDED, parts } from './add-tally';
import { eventKey, usePlace } from './event-queries';

/** Contacts that the API takes at once. */
const AT_ONCE = 200;

/** Who is to be added. */
export type Whom = { contacts: string[] } | { tag: string } | { list: string } | { all: true };

/** How: the party that each may bring, and where in line. */
export interface AddHow {
  max_party: number;
  position: 'top' | 'end';
}

/** How far a run is. `rest` goes on where it stopped. */
export interface AddRun {
  tally: AddTally;
  state: 'running' | 'done' | 'stopped';
  error: unknown;
}

type Step = Schemas['AddBody'];

/** Adds any number of contacts, part by part; what was done is kept when a part fails, and can be gone on with. */
export function useAddRun() {
  const place = usePlace();
  const queries = useQueryClient();
  const [run, setRun] = useState<AddRun | null>(null);
  const [rest, setRest] = useState<Step[]>([]);
  const go = async (steps: Step[], begun: AddTally) => {
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
    } catch (error) {
      setRest(left);
      setRun({ tally, state: 'stopped', error });
    }
    await queries.invalidateQueries({ queryKey: eventKey(place) });
  };
  return {
    run,
    start: (whom: Whom, how: AddHow) => void go(stepsOf(whom, how), NOTHING_ADDED),
    goOn: () => void go(rest, run?.tally ?? NOTHING_ADDED),
    reset: () => setRun(null),
  };
}

/** The requests of a run. At the top, the last part goes first, so that all stand in the order chosen. */
function stepsOf(whom: Whom, how: AddHow): Step[] {
  const rest = { all: false, ...how };
  if ('contacts' in whom) {
    const steps = parts(whom.contacts, AT_ONCE).map((contacts) => ({ ...rest, contacts }));
    return how.position === 'top' ? steps.reverse() : steps;
  }
  return [{ ...rest, ...whom }];
}
