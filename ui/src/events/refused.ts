import { Problem } from '../api/problem';

/** Whether a question was refused for good: asking it again by the clock would be refused again. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
}
