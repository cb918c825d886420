import { expect, test } from 'vitest';
import { stepsFor } from './add-steps';

const contacts = Array.from({ length: 450 }, (_, index) => `c${index}`);

test('at_the_end_the_parts_go_in_the_order_chosen', () => {
  const steps = stepsFor(contacts, { max_party: 2, position: 'end' });
  expect(steps.map((step) => step.contacts?.length)).toEqual([200, 200, 50]);
  expect(steps.flatMap((step) => step.contacts ?? [])).toEqual(contacts);
});

test('at_the_top_the_last_part_goes_first_so_that_all_stand_in_the_order_chosen', () => {
  const line: string[] = [];
  for (const step of stepsFor(contacts, { max_party: 1, position: 'top' })) line.unshift(...(step.contacts ?? []));
  expect(line).toEqual(contacts);
});
