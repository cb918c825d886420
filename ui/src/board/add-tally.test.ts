import { expect, test } from 'vitest';
import { addUp, lookedAt, NOTHING_ADDED, parts } from './add-tally';

test('everybody_is_in_one_of_the_sums', () => {
  const first = addUp(NOTHING_ADDED, [
    { contact: 'a', result: 'added' },
    { contact: 'b', result: 'same_phone', name: 'Ada' },
    { contact: 'c', result: 'no_address' },
  ]);
  const both = addUp(first, [
    { contact: 'd', result: 'already_on_list' },
    { contact: 'e', result: 'suppressed' },
    { contact: 'f', result: 'contact_not_found' },
    { contact: 'g', result: 'added' },
  ]);
  expect(both).toMatchObject({ added: 2, already: 1, gone: 1 });
  expect(both.samePhone).toEqual([{ contact: 'b', other: 'Ada' }]);
  expect(lookedAt(both)).toBe(7);
  expect(lookedAt(first)).toBe(3);
});

test('parts_are_no_longer_than_asked_and_leave_nobody_out', () => {
  expect(parts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(parts([], 2)).toEqual([]);
});
