/** What became of the people who were to be added, summed over the parts of a long run. */
import type { Schemas } from '../api/client';

/** Somebody who was not added, or whose adding needs a word. */
export interface Told {
  contact: string;
  /** With the same phone: who has it on the list. */
  other: string | null;
}

export interface AddTally {
  added: number;
  already: number;
  gone: number;
  noPhone: Told[];
  samePhone: Told[];
  optedOut: Told[];
}

export const NOTHING_ADDED: AddTally = { added: 0, already: 0, gone: 0, noPhone: [], samePhone: [], optedOut: [] };

/** The sums with one more answer in them. */
export function addUp(tally: AddTally, results: readonly Schemas['AddedInvitee'][]): AddTally {
  const next = { ...tally, noPhone: [...tally.noPhone], samePhone: [...tally.samePhone], optedOut: [...tally.optedOut] };
  for (const { contact, result, name } of results) {
    const told = { contact, other: name ?? null };
    switch (result) {
      case 'added':
        next.added += 1;
        break;
      case 'already_on_list':
        next.already += 1;
        break;
      case 'contact_not_found':
        next.gone += 1;
        break;
      case 'no_address':
        next.noPhone.push(told);
        break;
      case 'same_phone':
        next.samePhone.push(told);
        break;
      case 'suppressed':
        next.optedOut.push(told);
        break;
    }
  }
  return next;
}

/** How many were looked at. */
export function lookedAt(tally: AddTally): number {
  return tally.added + tally.already + tally.gone + tally.noPhone.length + tally.samePhone.length + tally.optedOut.length;
}

/** The parts of a long list, each of at most `most`. */
export function parts<Item>(items: readonly Item[], most: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, part) => items.slice(part * most, (part + 1) * most));
}
