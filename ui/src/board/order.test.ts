import { expect, test } from 'vitest';
import { byPosition, changes, dealt, moved, onceEach, step } from './order';

const rows = ['a', 'b', 'c', 'd'].map((id, index) => ({ id, position: `0${index}` }));
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('');

test('a_move_puts_one_beside_another_and_nobody_else_moves', () => {
  expect(ids(moved(rows, 'd', { before: 'b' }, true))).toBe('adbc');
  expect(ids(moved(rows, 'a', { after: 'c' }, true))).toBe('bcad');
  expect(ids(moved(rows, 'c', { to: 'top' }, true))).toBe('cabd');
  expect(ids(moved(rows, 'b', { to: 'end' }, true))).toBe('acdb');
});

test('who_goes_to_an_end_that_is_not_loaded_goes_out_of_sight', () => {
  expect(ids(moved(rows, 'b', { to: 'end' }, false))).toBe('acd');
});

test('nobody_is_lost_when_the_other_one_is_gone', () => {
  expect(ids(moved(rows, 'b', { before: 'x' }, true))).toBe('abcd');
  expect(ids(moved(rows, 'x', { to: 'top' }, true))).toBe('abcd');
});

test('a_move_to_where_one_is_changes_nothing', () => {
  expect(changes(rows, 'b', { after: 'a' }, true)).toBe(false);
  expect(changes(rows, 'b', { before: 'c' }, true)).toBe(false);
  expect(changes(rows, 'a', { to: 'top' }, true)).toBe(false);
  expect(changes(rows, 'b', { before: 'a' }, true)).toBe(true);
});

test('a_move_beside_somebody_who_is_not_loaded_goes_out_of_sight_and_is_sent', () => {
  expect(ids(moved(rows, 'b', { after: 'x' }, false))).toBe('acd');
  expect(changes(rows, 'b', { after: 'x' }, false)).toBe(true);
  expect(changes(rows, 'd', { to: 'end' }, false)).toBe(true);
  expect(changes(rows, 'd', { to: 'end' }, true)).toBe(false);
  expect(changes(rows, 'b', { after: 'x' }, true)).toBe(false);
});

test('who_is_on_two_pages_is_shown_once_where_the_later_page_has_them', () => {
  const twice = [{ id: 'a', page: 1 }, { id: 'b', page: 1 }, { id: 'a', page: 2 }];
  expect(onceEach(twice)).toEqual([{ id: 'b', page: 1 }, { id: 'a', page: 2 }]);
});

test('a_step_stops_at_the_ends', () => {
  expect(step(rows, 'b', 'up')).toEqual({ before: 'a' });
  expect(step(rows, 'b', 'down')).toEqual({ after: 'c' });
  expect(step(rows, 'a', 'up')).toBeNull();
  expect(step(rows, 'd', 'down')).toBeNull();
  expect(step(rows, 'x', 'down')).toBeNull();
});

test('pages_keep_their_lengths_and_lose_nobody', () => {
  expect(dealt([1, 2, 3, 4, 5], [2, 2, 1])).toEqual([[1, 2], [3, 4], [5]]);
  expect(dealt([1, 2, 3, 4], [2, 3])).toEqual([[1, 2], [3, 4]]);
  expect(dealt([1, 2, 3], [1])).toEqual([[1, 2, 3]]);
});

test('positions_sort_by_their_characters_and_not_as_words', () => {
  const mixed = [{ id: 'x', position: 'a' }, { id: 'y', position: 'B' }, { id: 'w', position: 'a' }];
  expect(ids(byPosition(mixed))).toBe('ywx');
});
