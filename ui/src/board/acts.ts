/** Which acts an organizer has on an invitee. What would be refused is not offered. */
import type { Permission } from '../orgs/rights';
import type { Status } from './groups';

/** Something that an organizer does about one invitee. */
export type Act = 'accept' | 'party' | 'decline' | 'resend' | 'reinvite' | 'remove';

const NEEDS: Record<Act, Permission> = {
  accept: 'invite',
  party: 'invite',
  decline: 'invite',
  resend: 'message',
  reinvite: 'invite',
  remove: 'invite',
};

const FROM: Record<Act, readonly Status[]> = {
  accept: ['queued', 'inviting', 'invited', 'declined', 'expired', 'withdrawn', 'waitlisted', 'failed'],
  party: ['accepted'],
  decline: ['queued', 'inviting', 'invited', 'accepted', 'waitlisted'],
  resend: ['inviting', 'invited'],
  reinvite: ['declined', 'expired', 'withdrawn', 'failed', 'removed'],
  remove: ['queued', 'inviting', 'invited', 'accepted', 'declined', 'expired', 'withdrawn', 'waitlisted', 'failed'],
};

/** Acts that make no sense once answers are no longer taken. */
const WHILE_OPEN: readonly Act[] = ['resend', 'reinvite'];

/** The acts on an invitee with that status, in an event with that state, for who may that. */
export function actsOn(status: string, eventState: string, may: (permission: Permission) => boolean): Act[] {
  if (eventState === 'cancelled') return [];
  return (Object.keys(FROM) as Act[]).filter(
    (act) =>
      FROM[act].some((one) => one === status) &&
      may(NEEDS[act]) &&
      !(eventState === 'closed' && WHILE_OPEN.includes(act)),
  );
}

/** Statuses in which a guest is told of being removed, if that is wanted. */
export function isToldOfRemoval(status: string): boolean {
  return ['inviting', 'invited', 'accepted', 'waitlisted'].includes(status);
}

/** Whether somebody still stands as when they were chosen. An invitation that went out meanwhile is the same one. */
export function standsAsChosen(chosen: string, now: string): boolean {
  const live = ['inviting', 'invited'];
  return chosen === now || (live.includes(chosen) && live.includes(now));
}
