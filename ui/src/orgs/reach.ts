/** Whom a member may change, and to what: nobody gives more than the own role, and owners are the owners' affair. */
import { may, type Role } from './rights';

const STRONGEST_FIRST: readonly Role[] = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'];

/** Who looks at the members. */
export interface Looker {
  role: Role;
  /** In the org as an admin of the platform: such a one makes nobody a member, and changes no role. */
  entered: boolean;
}

/** The roles that this one may give, the strongest first. */
export function givableRoles({ role, entered }: Looker): Role[] {
  if (entered || !may({ org: role }, 'administer')) return [];
  return STRONGEST_FIRST.filter((given) => given !== 'OWNER' || role === 'OWNER');
}

/** Whether this one may change, or remove, somebody with that role. */
export function reaches({ role }: Looker, theirs: Role): boolean {
  return may({ org: role }, theirs === 'OWNER' ? 'own' : 'administer');
}
