import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Attempts } from './attempts';
import { Problem } from './problem';

/** What a command of the organizer is, once: repeated under the same key, it is done once. */
export interface Command<Input, Output> {
  /** Sends it. `key` goes into `idempotency-key` where the route takes one. */
  send: (input: Input, key: string) => Promise<Output>;
  /** Which queries are asked again afterwards, whether it went well or not. */
  touches?: (input: Input) => QueryKey[];
  onDone?: (output: Output, input: Input) => void;
  /** Called for problems; without it, the screen shows `error`. */
  onProblem?: (problem: Problem, input: Input) => void;
}

let settledAt = Number.NEGATIVE_INFINITY;

/** How long ago the last command ended, in milliseconds: what is counted from changes lags behind them. */
export function sinceCommandMs(): number {
  return performance.now() - settledAt;
}

/**
 * A mutation whose idempotency key stays the same while the same input is tried again, so that a lost
 * answer followed by a second press does not act twice.
 */
export function useCommand<Input, Output>(command: Command<Input, Output>) {
  const queries = useQueryClient();
  const [attempts] = useState(() => new Attempts());
  return useMutation<Output, Error, Input>({
    mutationFn: (input) => command.send(input, attempts.keyFor(input)),
    onSuccess: (output, input) => {
      attempts.end();
      command.onDone?.(output, input);
    },
    onError: (error, input) => {
      attempts.end(error);
      if (error instanceof Problem) command.onProblem?.(error, input);
    },
    onSettled: (_output, _error, input) => {
      settledAt = performance.now();
      return Promise.all(
        (command.touches?.(input) ?? []).map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
}
