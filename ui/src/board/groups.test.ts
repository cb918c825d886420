import { expect, test } from 'vitest';
import { countOf, FIRST_PAGE, isMoving, LISTINGS, nextPage, SHOWS, STATUSES } from './groups';

test('every_status_is_in_the_list_of_all_and_in_at_most_one_other_group', () => {
  expect([...LISTINGS.all].sort()).toEqual([...STATUSES].sort());
  for (const status of STATUSES) {
    const groups = SHOWS.filter((show) => show !== 'all' && LISTINGS[show].includes(status));
    expect(groups.length).toBeLessThanOrEqual(1);
  }
});

test('a_group_counts_all_of_its_statuses', () => {
  const counts = { inviting: 2, invited: 3, accepted: 5 };
  expect(countOf('asked', counts)).toBe(5);
  expect(countOf('all', counts)).toBe(10);
  expect(countOf('silent', counts)).toBe(0);
});

test('pages_go_through_every_list_of_a_group_and_end', () => {
  const second = nextPage('asked', FIRST_PAGE, 'further');
  expect(second).toEqual({ listing: 0, cursor: 'further' });
  const third = nextPage('asked', second ?? FIRST_PAGE, null);
  expect(third).toEqual({ listing: 1, cursor: null });
  expect(nextPage('asked', third ?? FIRST_PAGE, undefined)).toBeNull();
});

test('a_cancelled_event_moves_until_everybody_was_told', () => {
  expect(isMoving('cancelled', { accepted: 1 })).toBe(true);
  expect(isMoving('cancelled', { cancelled: 1, declined: 4 })).toBe(false);
  expect(isMoving('draft', { queued: 9 })).toBe(false);
  expect(isMoving('active', {})).toBe(true);
});
