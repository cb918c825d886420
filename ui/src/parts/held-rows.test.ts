import { expect, test } from 'vitest';
import { placeOf, withHeld } from './held-rows';

const rows = ['a', 'b', 'c'];
const keyOf = (row: string) => row;

test('a_held_row_is_found_where_it_moved_to', () => {
  expect(placeOf(rows, keyOf, { key: 'b', index: 1 })).toBe(1);
  expect(placeOf(['b', 'a', 'c'], keyOf, { key: 'b', index: 1 })).toBe(0);
  expect(placeOf(rows, keyOf, { key: 'gone', index: 9 })).toBe(-1);
});

test('held_rows_join_the_range_in_order_and_once', () => {
  expect(withHeld([4, 5, 6], [])).toEqual([4, 5, 6]);
  expect(withHeld([4, 5, 6], [5, -1])).toEqual([4, 5, 6]);
  expect(withHeld([4, 5, 6], [9, 2])).toEqual([2, 4, 5, 6, 9]);
  expect(withHeld([4, 5], [1, 1])).toEqual([1, 4, 5]);
});
