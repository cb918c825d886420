/** What the address of the platform's pages says beside the path. */
import { PERIODS, type Period } from '../orgs/search';

export const USER_STATES = ['active', 'deactivated', 'admin'] as const;
export type UserState = (typeof USER_STATES)[number];

export interface UsersSearch {
  /** What the address begins with; or a username or an id, whole. */
  q?: string;
  state?: UserState;
  /** The user that is looked at. */
  user?: string;
}

export function usersSearch(search: Record<string, unknown>): UsersSearch {
  return {
    q: text(search.q),
    state: USER_STATES.find((state) => state === search.state),
    user: text(search.user),
  };
}

export interface TenantsSearch {
  /** Part of the name or an id. */
  q?: string;
  /** An owner's address, whole. */
  owner?: string;
}

export function tenantsSearch(search: Record<string, unknown>): TenantsSearch {
  const q = text(search.q);
  return { q, owner: q === undefined ? text(search.owner) : undefined };
}

export function figuresSearch(search: Record<string, unknown>): { period?: Period } {
  return { period: PERIODS.find((period) => period === search.period) };
}

export const TROUBLES = ['messages', 'mails', 'parked'] as const;
export type TroubleTab = (typeof TROUBLES)[number];

export interface TroublesSearch {
  tab?: TroubleTab;
  /** Also messages whose outcome is known by now. */
  resolved?: boolean;
}

export function troublesSearch(search: Record<string, unknown>): TroublesSearch {
  return {
    tab: TROUBLES.find((tab) => tab === search.tab),
    resolved: search.resolved === true ? true : undefined,
  };
}

function text(value: unknown): string | undefined {
  // The router reads `?q=12` as a number.
  const read = typeof value === 'number' ? String(value) : value;
  return typeof read === 'string' && read.trim() !== '' ? read.trim() : undefined;
}
