import { expect, test } from 'vitest';
import { givableRoles, reaches } from './reach';

test('nobody_gives_more_than_the_own_role', () => {
  const roles = (role: 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER') => givableRoles({ role, entered: false });
  expect(roles('OWNER')).toEqual(['OWNER', 'ADMIN', 'MEMBER', 'VIEWER']);
  expect(roles('ADMIN')).toEqual(['ADMIN', 'MEMBER', 'VIEWER']);
  expect(roles('MEMBER')).toEqual([]);
  expect(roles('VIEWER')).toEqual([]);
});

test('owners_are_changed_by_owners_only', () => {
  expect(reaches({ role: 'ADMIN', entered: false }, 'ADMIN')).toBe(true);
  expect(reaches({ role: 'ADMIN', entered: false }, 'OWNER')).toBe(false);
  expect(reaches({ role: 'OWNER', entered: false }, 'OWNER')).toBe(true);
  expect(reaches({ role: 'MEMBER', entered: false }, 'VIEWER')).toBe(false);
});

test('an_admin_of_the_platform_gives_no_roles_and_may_remove_who_owns_nothing', () => {
  const acting = { role: 'ADMIN', entered: true } as const;
  expect(givableRoles(acting)).toEqual([]);
  expect(reaches(acting, 'MEMBER')).toBe(true);
  expect(reaches(acting, 'OWNER')).toBe(false);
});
