import { expect, test } from 'vitest';
import { apart, askedAtOnce, needsHeld, type Standing, toldOfCancelling } from './seats';

const standing = (more: Partial<Standing>): Standing => ({
  capacity: 10,
  organizer_attends: false,
  free: 10,
  committed: 0,
  counts: {},
  ...more,
});

test('who_is_alone_takes_one_seat', () => {
  const seen = standing({ committed: 5, counts: { invited: 2, accepted: 3 } });
  expect(needsHeld(seen)).toBe(false);
  expect(apart(seen, null)).toEqual({ confirmed: 3, held: 2 });
});

test('the_organizers_seat_counts_as_confirmed', () => {
  const seen = standing({ organizer_attends: true, committed: 3, counts: { invited: 2 } });
  expect(needsHeld(seen)).toBe(false);
  expect(apart(seen, null)).toEqual({ confirmed: 1, held: 2 });
});

test('parties_are_told_from_guests', () => {
  const seen = standing({ committed: 7, counts: { invited: 2, accepted: 1 } });
  expect(needsHeld(seen)).toBe(true);
  expect(apart(seen, 4)).toEqual({ confirmed: 3, held: 4 });
});

test('counts_that_lag_behind_never_make_more_of_what_is_promised', () => {
  const seen = standing({ committed: 1, counts: { invited: 4 } });
  expect(apart(seen, null)).toEqual({ confirmed: 0, held: 1 });
});

test('a_start_asks_as_many_as_there_is_room_for', () => {
  const line = (parties: number[], more: Partial<Standing>) => ({
    ...standing({ counts: { queued: 40 }, ...more }),
    next: parties.map((party) => ({ party })),
  });
  const alone = [1, 1, 1, 1, 1];
  expect(askedAtOnce(line(alone, {}), null)).toBe(10);
  expect(askedAtOnce(line(alone, {}), 3)).toBe(3);
  expect(askedAtOnce(line(alone, { free: null }), undefined)).toBe(40);
  expect(askedAtOnce(line(alone, { free: 0 }), null)).toBe(0);
  expect(askedAtOnce(line([2, 2, 2, 2, 2], { free: 3 }), null)).toBe(2);
});

test('cancelling_tells_those_who_come_were_asked_or_wait', () => {
  const counts = { accepted: 4, inviting: 1, invited: 2, waitlisted: 3, queued: 50, declined: 6 };
  expect(toldOfCancelling(counts)).toEqual({ coming: 4, asked: 3, waiting: 3, all: 10 });
});
