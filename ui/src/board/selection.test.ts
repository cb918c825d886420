import { expect, test } from 'vitest';
import { amongst, toggled, without } from './selection';

const row = (id: string, status = 'queued') => ({ id, status });
const chosen = new Map([row('a'), row('b')].map((one) => [one.id, one]));

test('who_left_the_group_is_no_longer_selected', () => {
  expect([...amongst(chosen, [row('b'), row('c')]).keys()]).toEqual(['b']);
});

test('who_stays_is_selected_as_they_are_now', () => {
  expect(amongst(chosen, [row('a', 'invited'), row('b')]).get('a')?.status).toBe('invited');
  expect(amongst(chosen, [...chosen.values(), row('c')])).toBe(chosen);
});

test('rows_are_selected_and_dropped_one_by_one_and_together', () => {
  expect([...toggled(chosen, row('c'), true).keys()]).toEqual(['a', 'b', 'c']);
  expect([...toggled(chosen, row('a'), false).keys()]).toEqual(['b']);
  expect([...without(chosen, ['a', 'b']).keys()]).toEqual([]);
});
