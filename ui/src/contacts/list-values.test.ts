import { expect, test } from 'vitest';
import { changeOfList, listValues, rebasedList } from './list-values';

const list = {
  id: 'l',
  name: 'Choir',
  description: 'On Mondays',
  contacts: 3,
  rev: 1,
  created_at: '2026-01-01T00:00:00Z',
};

test('only_what_was_changed_is_sent', () => {
  expect(changeOfList(listValues(list), list)).toEqual({});
  expect(changeOfList({ name: 'Big choir', description: 'On Mondays' }, list)).toEqual({ name: 'Big choir' });
  expect(changeOfList({ name: 'Choir', description: '' }, list)).toEqual({ description: null });
});

test('what_was_typed_stays_and_the_rest_follows_the_other_change', () => {
  const now = { ...list, name: 'Their name', description: 'On Tuesdays', rev: 2 };
  expect(rebasedList({ name: 'Choir', description: 'Mine' }, list, now)).toEqual({
    name: 'Their name',
    description: 'Mine',
  });
});
