/** Whom a message to guests reaches: the server's rule, counted from what is known of the list. */

export type Audience = 'confirmed' | 'all';

/** Everybody who was ever asked and is still concerned. */
const ASKED = ['invited', 'accepted', 'declined', 'expired', 'withdrawn', 'waitlisted'];

/** How many people an audience has, by the counts of the list. */
export function reach(audience: Audience, counts: Readonly<Record<string, number>>): number {
  const statuses = audience === 'confirmed' ? ['accepted'] : ASKED;
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}
