import { expect, test } from 'vitest';
import { dayOf, groupedBy } from './audit-query';

test('neighbours_of_a_day_stand_together_in_their_order', () => {
  const grouped = groupedBy(['b2', 'b1', 'a3', 'b0'], (text) => text.charAt(0));
  expect(grouped).toEqual([
    ['b', ['b2', 'b1']],
    ['a', ['a3']],
    ['b', ['b0']],
  ]);
});

test('a_day_is_the_readers', () => {
  expect(dayOf('2026-06-15T02:30:00Z', 'America/New_York')).toBe('2026-06-14');
  expect(dayOf('2026-06-15T02:30:00Z', 'Asia/Tokyo')).toBe('2026-06-15');
});
