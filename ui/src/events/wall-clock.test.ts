import { expect, test } from 'vitest';
import { localAt, readLocal } from './wall-clock';

const read = (local: string, zone: string) => {
  const reading = readLocal(local, zone);
  return reading === null ? null : [reading.kind, reading.at.toISOString()];
};

test('an_ordinary_evening_comes_once', () => {
  expect(read('2026-06-12T19:00', 'America/Los_Angeles')).toEqual(['once', '2026-06-13T02:00:00.000Z']);
  expect(read('2026-06-12T19:00', 'UTC')).toEqual(['once', '2026-06-12T19:00:00.000Z']);
});

test('the_evening_of_a_change_is_already_in_the_new_time', () => {
  expect(read('2026-03-08T19:00', 'America/Los_Angeles')).toEqual(['once', '2026-03-09T02:00:00.000Z']);
});

test('a_time_that_the_clocks_jump_over_is_moved_by_as_much', () => {
  expect(read('2026-03-08T02:30', 'America/Los_Angeles')).toEqual(['skipped', '2026-03-08T10:30:00.000Z']);
  expect(read('2026-03-29T02:30', 'Europe/Berlin')).toEqual(['skipped', '2026-03-29T01:30:00.000Z']);
  expect(localAt('2026-03-08T10:30:00Z', 'America/Los_Angeles')).toBe('2026-03-08T03:30');
});

test('a_time_that_comes_twice_is_the_first', () => {
  expect(read('2026-11-01T01:30', 'America/Los_Angeles')).toEqual(['twice', '2026-11-01T08:30:00.000Z']);
  expect(read('2026-10-25T02:30', 'Europe/Berlin')).toEqual(['twice', '2026-10-25T00:30:00.000Z']);
});

test('a_change_of_half_an_hour_is_known', () => {
  expect(read('2026-10-04T02:15', 'Australia/Lord_Howe')?.[0]).toBe('skipped');
});

test('what_is_no_time_or_in_no_zone_is_nothing', () => {
  expect(read('2026-02-30T19:00', 'UTC')).toBeNull();
  expect(read('2026-06-12', 'UTC')).toBeNull();
  expect(read('2026-06-12T24:00', 'UTC')).toBeNull();
  expect(read('2026-06-12T19:00', 'Mars/Olympus')).toBeNull();
});
