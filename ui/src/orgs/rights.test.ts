import { expect, test } from 'vitest';
import { type EventRole, may, type Permission, type Role } from './rights';

const PERMISSIONS: Permission[] = ['see', 'message', 'invite', 'work', 'tidy', 'administer', 'own'];
const granted = (org: Role, event?: EventRole, viewersCanMessage?: boolean) =>
  PERMISSIONS.filter((permission) => may({ org, event, viewersCanMessage }, permission));

test('each_role_in_the_org_has_the_rights_of_the_table', () => {
  expect(granted('VIEWER')).toEqual(['see']);
  expect(granted('MEMBER')).toEqual(['see', 'message', 'invite', 'work']);
  expect(granted('ADMIN')).toEqual(['see', 'message', 'invite', 'work', 'tidy', 'administer']);
  expect(granted('OWNER')).toEqual(PERMISSIONS);
});

test('a_role_on_the_event_only_adds', () => {
  expect(granted('VIEWER', 'VIEWER', false)).toEqual(['see']);
  expect(granted('VIEWER', 'VIEWER', true)).toEqual(['see', 'message']);
  expect(granted('VIEWER', 'EDITOR')).toEqual(['see', 'message', 'invite']);
  expect(granted('VIEWER', 'ADMIN')).toEqual(PERMISSIONS.filter((permission) => permission !== 'own'));
  expect(granted('OWNER', 'VIEWER')).toEqual(PERMISSIONS);
});
