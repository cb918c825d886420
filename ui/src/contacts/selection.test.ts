import { expect, test } from 'vitest';
import { everybody, extended, heldBy, isEmpty, isPicked, NOBODY, PICKED_MAX, toggled } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

function picked(selection: ReturnType<typeof toggled>): string[] {
  return selection.all ? ['all'] : [...selection.picked];
}

test('picking_twice_puts_back', () => {
  expect(picked(toggled(NOBODY, 'a'))).toEqual(['a']);
  expect(isEmpty(toggled(toggled(NOBODY, 'a'), 'a'))).toBe(true);
});

test('a_range_goes_from_the_one_touched_last_in_either_direction', () => {
  expect(picked(extended(toggled(NOBODY, 'b'), 'd', ORDER))).toEqual(['b', 'c', 'd']);
  expect(picked(extended(toggled(NOBODY, 'd'), 'b', ORDER))).toEqual(['d', 'b', 'c']);
  expect(picked(extended(NOBODY, 'c', ORDER))).toEqual(['c']);
});

test('a_range_whose_begin_is_not_shown_any_more_picks_one', () => {
  expect(picked(extended(toggled(NOBODY, 'gone'), 'c', ORDER))).toEqual(['gone', 'c']);
});

test('everybody_has_everyone_and_cannot_be_picked_apart', () => {
  const all = everybody('filter');
  expect(isPicked(all, 'never seen')).toBe(true);
  expect(toggled(all, 'a')).toBe(all);
});

test('everybody_of_one_filter_is_nobody_under_another', () => {
  const all = everybody('vip');
  expect(heldBy(all, 'vip')).toBe(all);
  expect(isEmpty(heldBy(all, 'everyone'))).toBe(true);
  const some = toggled(NOBODY, 'a');
  expect(heldBy(some, 'another')).toBe(some);
});

test('no_more_are_picked_than_one_change_takes', () => {
  const many = Array.from({ length: PICKED_MAX + 5 }, (_, number) => `${number}`);
  expect(picked(extended(toggled(NOBODY, '0'), many.at(-1) ?? '', many))).toHaveLength(PICKED_MAX);
});
