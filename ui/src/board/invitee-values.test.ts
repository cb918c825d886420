import { expect, test } from 'vitest';
import { changedFields, rebased } from './invitee-values';

const base = { name: 'Ben', max_party: 1, note: '' };

test('only_what_was_changed_is_sent', () => {
  expect(changedFields(base, { ...base, note: 'Vegan' })).toEqual({ note: 'Vegan' });
  expect(changedFields(base, { ...base })).toEqual({});
});

test('what_was_typed_stays_and_what_was_not_touched_is_as_it_is_now', () => {
  const now = { name: 'Benjamin', max_party: 3, note: '' };
  expect(rebased(base, now, { ...base, note: 'Vegan' })).toEqual({ name: 'Benjamin', max_party: 3, note: 'Vegan' });
  expect(rebased(base, now, { ...base, name: 'Benny' })).toEqual({ ...now, name: 'Benny' });
});
