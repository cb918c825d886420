/**
 * Who may do what: the table of docs/PRODUCT.md, "Rights", to show or hide what would be refused.
 * The server decides again, on every request.
 */

export type Role = 'VIEWER' | 'MEMBER' | 'ADMIN' | 'OWNER';
export type EventRole = 'VIEWER' | 'EDITOR' | 'ADMIN';
export type Permission = 'see' | 'message' | 'invite' | 'work' | 'tidy' | 'administer' | 'own';

const ROLES: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];

/** The weakest role in the org that has the permission everywhere in it. */
const LEAST: Record<Permission, Role> = {
  see: 'VIEWER',
  message: 'MEMBER',
  invite: 'MEMBER',
  work: 'MEMBER',
  tidy: 'ADMIN',
  administer: 'ADMIN',
  own: 'OWNER',
};

/** What a caller has to show on one page. */
export interface Rights {
  org: Role;
  /** The role on the event that the page is about. */
  event?: EventRole;
  /** Whether that event lets its viewers send. */
  viewersCanMessage?: boolean;
}

export function may(rights: Rights, permission: Permission): boolean {
  if (ROLES.indexOf(rights.org) >= ROLES.indexOf(LEAST[permission])) return true;
  return rights.event !== undefined && eventRoleMay(rights.event, permission, rights.viewersCanMessage ?? false);
}

function eventRoleMay(role: EventRole, permission: Permission, viewersCanMessage: boolean): boolean {
  switch (permission) {
    case 'see':
      return true;
    case 'message':
      return role !== 'VIEWER' || viewersCanMessage;
    case 'invite':
      return role !== 'VIEWER';
    case 'work':
    case 'tidy':
    case 'administer':
      return role === 'ADMIN';
    case 'own':
      return false;
  }
}
