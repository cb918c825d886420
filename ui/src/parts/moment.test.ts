import { i18n } from '@lingui/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moment, percent, setReaderZone } from './moment';

const NOON = '2020-06-01T12:00:00Z';

beforeEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));
afterEach(() => setReaderZone(undefined));

test('a_time_without_a_zone_is_shown_in_that_of_the_reader', () => {
  setReaderZone('Asia/Tokyo');
  expect(moment(NOON)).toContain('9:00');
  expect(moment(NOON, 'America/New_York')).toContain('8:00');
});

test('a_zone_that_the_browser_does_not_know_is_left_out', () => {
  setReaderZone('Atlantis/Deep');
  expect(() => moment(NOON)).not.toThrow();
});

test('a_share_is_never_said_to_be_more_than_it_is', () => {
  expect([percent(0.999), percent(1), percent(0.29)]).toEqual(['99%', '100%', '29%']);
});
