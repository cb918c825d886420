import { expect, test } from 'vitest';
import { Attempts } from './attempts';
import { Problem } from './problem';

const refused = new Problem('conflict', 409, 'Conflict', null, [], null, null);
const broken = new Problem('internal', 500, 'Internal', null, [], null, null);

test('a_second_press_after_a_lost_answer_has_the_same_key', () => {
  const attempts = new Attempts();
  const key = attempts.keyFor({ name: 'Ada' });
  attempts.end(Problem.offline());
  expect(attempts.keyFor({ name: 'Ada' })).toBe(key);
  attempts.end(broken);
  expect(attempts.keyFor({ name: 'Ada' })).toBe(key);
});

test('another_input_has_another_key', () => {
  const attempts = new Attempts();
  const key = attempts.keyFor({ name: 'Ada' });
  expect(attempts.keyFor({ name: 'Bo' })).not.toBe(key);
});

test('an_answer_ends_the_attempt_whatever_it_is', () => {
  const attempts = new Attempts();
  const first = attempts.keyFor(undefined);
  attempts.end();
  const second = attempts.keyFor(undefined);
  expect(second).not.toBe(first);
  attempts.end(refused);
  expect(attempts.keyFor(undefined)).not.toBe(second);
});
