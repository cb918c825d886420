import { expect, test } from 'vitest';
import { addUp } from './add-up';

const part = (planned: number, spend_micros?: number) => ({
  at_least: planned > 1, contacts: 1, events: 2, failed: 0, held_back: 0, orgs: 50,
  planned, rejected: 0, segments: 3, submitted: planned, unknown: 0, spend_micros,
});

test('parts_of_the_platform_add_up', () => {
  const sum = addUp([part(1, 5), part(2, 6)]);
  expect(sum).toMatchObject({ orgs: 100, planned: 3, submitted: 3, segments: 6, spend_micros: 11, at_least: true });
});

test('a_cost_that_nobody_knows_is_not_zero', () => {
  expect(addUp([part(1)]).spend_micros).toBeUndefined();
});
