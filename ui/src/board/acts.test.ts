import { expect, test } from 'vitest';
import { may, type Permission } from '../orgs/rights';
import { actsOn, standsAsChosen } from './acts';

const owner = (permission: Permission) => may({ org: 'OWNER' }, permission);
const viewer = (permission: Permission) => may({ org: 'VIEWER' }, permission);
const messenger = (permission: Permission) => may({ org: 'VIEWER', event: 'VIEWER', viewersCanMessage: true }, permission);
const editor = (permission: Permission) => may({ org: 'VIEWER', event: 'EDITOR' }, permission);

test('each_status_has_the_acts_of_the_table_of_transitions', () => {
  expect(actsOn('queued', 'active', owner)).toEqual(['accept', 'decline', 'remove']);
  expect(actsOn('invited', 'active', owner)).toEqual(['accept', 'decline', 'resend', 'remove']);
  expect(actsOn('accepted', 'active', owner)).toEqual(['party', 'decline', 'remove']);
  expect(actsOn('expired', 'active', owner)).toEqual(['accept', 'reinvite', 'remove']);
  expect(actsOn('removed', 'active', owner)).toEqual(['reinvite']);
  expect(actsOn('cancelled', 'active', owner)).toEqual([]);
});

test('nothing_is_done_in_a_cancelled_event_and_nobody_is_asked_in_a_closed_one', () => {
  expect(actsOn('accepted', 'cancelled', owner)).toEqual([]);
  expect(actsOn('expired', 'closed', owner)).toEqual(['accept', 'remove']);
});

test('who_only_sees_is_offered_nothing_and_who_may_send_only_that', () => {
  expect(actsOn('invited', 'active', viewer)).toEqual([]);
  expect(actsOn('invited', 'active', messenger)).toEqual(['resend']);
  expect(actsOn('invited', 'active', editor)).toEqual(actsOn('invited', 'active', owner));
});

test('who_answered_or_was_asked_meanwhile_does_not_stand_as_chosen', () => {
  expect(standsAsChosen('queued', 'queued')).toBe(true);
  expect(standsAsChosen('inviting', 'invited')).toBe(true);
  expect(standsAsChosen('queued', 'inviting')).toBe(false);
  expect(standsAsChosen('invited', 'accepted')).toBe(false);
});
