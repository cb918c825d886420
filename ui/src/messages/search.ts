/** What a message can be for, and what can be known of it: the API's words. */
export const PURPOSES = [
  'invite',
  'confirmation',
  'reminder',
  'day_before',
  'hour_before',
  'promotion',
  'waitlisted',
  'declined',
  'removal',
  'cancellation',
  'changed',
  'broadcast',
  'reply',
] as const;
export const STATES = [
  'queued',
  'submitting',
  'submitted',
  'delivered',
  'read',
  'undelivered',
  'rejected',
  'gave_up',
  'unknown',
  'unconfirmed',
  'dropped',
] as const;

/** What the address says beside the path: any of these states, any of these purposes. */
export interface MessagesSearch {
  state?: string[];
  purpose?: string[];
}

/** Reads the address; what it does not know, it leaves out. */
export function messagesSearch(search: Record<string, unknown>): MessagesSearch {
  const state = known(search.state, STATES);
  const purpose = known(search.purpose, PURPOSES);
  return { ...(state.length > 0 && { state }), ...(purpose.length > 0 && { purpose }) };
}

function known(asked: unknown, words: readonly string[]): string[] {
  const list: unknown[] = Array.isArray(asked) ? asked : [asked];
  return words.filter((word) => list.includes(word));
}
