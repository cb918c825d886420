import { expect, test } from 'vitest';
import { blankValues } from '../events/event-values';
import { consequencesOf, isHarmless } from './settings-consequences';

const before = { ...blankValues({ host: 'Ada', region: 'US', time_zone: 'UTC' }), name: 'Dinner', date: '2026-12-01' };
const standing = { committed: 12, counts: { accepted: 8, invited: 4, queued: 30, waitlisted: 1 } };

test('a_new_time_or_place_concerns_everybody_who_was_told', () => {
  expect(consequencesOf(before, { ...before, time: '20:00' }, standing)).toMatchObject({ told: 13, plans: true });
  expect(consequencesOf(before, { ...before, location: 'Roof' }, standing)).toMatchObject({ told: 13, plans: false });
});

test('a_longer_time_to_answer_can_be_given_to_those_who_were_asked', () => {
  const rules = { ...before.settings, expiry_hours: 48 };
  expect(consequencesOf(before, { ...before, settings: rules }, standing).extendable).toBe(4);
  const close = { ...before.settings, until_close: true };
  expect(consequencesOf(before, { ...before, settings: close }, standing).extendable).toBe(4);
  expect(consequencesOf({ ...before, settings: close }, before, standing).extendable).toBe(0);
});

test('a_smaller_room_leaves_promises_beyond_it', () => {
  expect(consequencesOf(before, { ...before, capacity: 10 }, standing).beyond).toBe(2);
  expect(consequencesOf(before, { ...before, capacity: 15 }, standing).beyond).toBe(0);
  expect(consequencesOf({ ...before, unlimited: true }, { ...before, capacity: 10 }, standing).beyond).toBe(2);
});

test('a_change_of_the_words_concerns_nobody', () => {
  expect(isHarmless(consequencesOf(before, { ...before, details: 'Bring a coat' }, standing))).toBe(true);
});
