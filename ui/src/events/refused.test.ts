import { expect, test } from 'vitest';
import { Problem } from '../api/problem';
import { isRefused } from './refused';

const problem = (status: number) => new Problem('x', status, 'x', null, [], null, null);

test('what_is_gone_or_not_allowed_is_not_asked_again', () => {
  for (const status of [400, 403, 404, 410]) expect(isRefused(problem(status))).toBe(true);
});

test('a_lost_connection_a_fault_and_a_limit_pass', () => {
  expect(isRefused(Problem.offline())).toBe(false);
  for (const status of [408, 429, 500, 503]) expect(isRefused(problem(status))).toBe(false);
  expect(isRefused(new Error('x'))).toBe(false);
  expect(isRefused(null)).toBe(false);
});
