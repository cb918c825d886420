import { expect, test } from 'vitest';
import { changedValues, rebased } from './rebase';

const seen = { name: 'Choir', zone: 'UTC', limit: 5 };

test('only_what_was_changed_is_sent', () => {
  expect(changedValues({ ...seen }, seen)).toEqual({});
  expect(changedValues({ ...seen, zone: '', limit: 6 }, seen)).toEqual({ zone: '', limit: 6 });
});

test('after_somebody_elses_change_what_was_typed_stays_and_the_rest_follows', () => {
  const typed = { ...seen, zone: 'Asia/Tokyo' };
  const now = { name: 'Choir 2', zone: 'Europe/Lisbon', limit: 7 };
  expect(rebased(typed, seen, now)).toEqual({ name: 'Choir 2', zone: 'Asia/Tokyo', limit: 7 });
});
