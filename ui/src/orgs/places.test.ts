import { expect, test } from 'vitest';
import { REGIONS, zoneLabel } from './places';

test('every_country_is_there_once_and_has_a_name', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect(new Set(REGIONS).size).toBe(REGIONS.length);
  expect(REGIONS.filter((code) => names.of(code) === undefined)).toEqual([]);
});

test('a_zone_says_its_offset_of_that_day', () => {
  expect(zoneLabel('America/New_York', 'en', new Date('2026-01-15T12:00:00Z'))).toBe('America/New York (GMT-5)');
  expect(zoneLabel('America/New_York', 'en', new Date('2026-07-15T12:00:00Z'))).toBe('America/New York (GMT-4)');
});
