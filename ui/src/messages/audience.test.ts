import { expect, test } from 'vitest';
import { reach } from './audience';

const counts = { queued: 9, inviting: 1, invited: 2, accepted: 3, declined: 4, expired: 5, waitlisted: 6, failed: 7 };

test('confirmed_guests_are_those_who_come', () => {
  expect(reach('confirmed', counts)).toBe(3);
  expect(reach('confirmed', {})).toBe(0);
});

test('everybody_is_who_was_asked_and_not_who_waits_in_line_or_was_not_reached', () => {
  expect(reach('all', counts)).toBe(2 + 3 + 4 + 5 + 6);
});
