import { expect, test } from 'vitest';
import { curvesOf, rowsOf } from './timeline-series';

const MINUTE = 60_000;
const noon = Date.UTC(2026, 5, 12, 12);
const happenings = {
  asked: [noon, noon, noon + 4 * MINUTE],
  confirmed: [noon + MINUTE],
  declined: [],
  silent: [noon + 3 * MINUTE],
};

test('sums_rise_from_nothing_and_go_on_until_now', () => {
  const { seconds, sums } = curvesOf(happenings, noon + 10 * MINUTE);
  expect(seconds).toHaveLength(6);
  expect(sums.asked).toEqual([0, 2, 2, 2, 3, 3]);
  expect(sums.confirmed).toEqual([0, 0, 1, 1, 1, 1]);
  expect(sums.silent).toEqual([0, 0, 0, 1, 1, 1]);
  expect(seconds.at(-1)).toBe((noon + 10 * MINUTE) / 1000);
});

test('nothing_has_no_points', () => {
  const none = { asked: [], confirmed: [], declined: [], silent: [] };
  expect(curvesOf(none, noon).seconds).toEqual([]);
  expect(rowsOf(none, noon)).toEqual([]);
});

test('the_table_has_few_rows_and_its_last_says_what_is_now', () => {
  for (const span of [1, 10, 100, 10_000, 1_000_000]) {
    const rows = rowsOf(happenings, noon + span * MINUTE + 5 * MINUTE);
    expect(rows.length).toBeLessThanOrEqual(17);
    expect(rows.at(-1)?.sums).toEqual({ asked: 3, confirmed: 1, declined: 0, silent: 1 });
  }
});
