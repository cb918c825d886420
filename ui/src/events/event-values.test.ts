import { expect, test } from 'vitest';
import { blankValues, bodyOf, changeBetween, mergeValues } from './event-values';

const ORG = { host: 'Ada', region: 'US', time_zone: 'America/New_York' };
const dinner = { ...blankValues(ORG), name: 'Dinner', date: '2026-12-01' };

test('a_form_becomes_what_the_api_takes', () => {
  expect(bodyOf({ ...dinner, hours: 1.5, unlimited: true })).toMatchObject({
    name: 'Dinner',
    starts_local: '2026-12-01T19:00',
    duration_minutes: 90,
    capacity: null,
    rsvp_deadline: null,
    settings: { expiry_hours: 24, batch_limit: null, min_notice_minutes: 120 },
  });
});

test('a_number_that_is_left_empty_is_refused_by_the_api_and_not_left_out', () => {
  expect(bodyOf({ ...dinner, capacity: '' }).capacity).toBe(0);
});

test('only_what_differs_is_sent', () => {
  const after = { ...dinner, capacity: 12, settings: { ...dinner.settings, waitlist: 'off' as const } };
  expect(changeBetween(dinner, after)).toEqual({ capacity: 12, settings: { waitlist: 'off' } });
  expect(changeBetween(dinner, dinner)).toEqual({});
});

test('a_deadline_on_the_wall_clock_goes_along_with_another_zone', () => {
  const before = { ...dinner, deadline: '2026-11-30T12:00' };
  expect(changeBetween(before, { ...before, zone: 'Europe/Berlin' })).toEqual({
    zone: 'Europe/Berlin',
    rsvp_deadline: '2026-11-30T12:00',
  });
});

test('what_was_typed_stays_and_everything_else_is_as_somebody_else_saved_it', () => {
  const saved = { ...dinner, name: 'Supper', settings: { ...dinner.settings, max_party: 2 } };
  const typed = { ...dinner, location: 'Roof', settings: { ...dinner.settings, allow_late: true } };
  const merged = mergeValues(dinner, saved, typed);
  expect(merged.name).toBe('Supper');
  expect(merged.location).toBe('Roof');
  expect(merged.settings.max_party).toBe(2);
  expect(merged.settings.allow_late).toBe(true);
});
