/** What a change of an event means for those on its list. */
import type { EventValues } from '../events/event-values';

/** What there is to say, or to choose, before a change is saved. */
export interface Consequences {
  /** Guests who were told another time or place; 0 where neither changed. */
  told: number;
  /** Unanswered invitations that could get the longer time, too. */
  extendable: number;
  /** Seats that are promised beyond the smaller room; unanswered invitations could be called back. */
  beyond: number;
  /** Whether a time changes: invitations are then not called back in the same step. */
  plans: boolean;
}

/** What the consequences depend on. */
export interface Standing {
  committed: number;
  counts: Readonly<Record<string, number>>;
}

/** What the change from one form to another means. */
export function consequencesOf(before: EventValues, after: EventValues, { committed, counts }: Standing): Consequences {
  const unanswered = (counts.invited ?? 0) + (counts.inviting ?? 0);
  const told = unanswered + (counts.accepted ?? 0) + (counts.waitlisted ?? 0);
  const moved = differ(before, after, ['date', 'time', 'zone', 'location']);
  const seats = after.unlimited ? Number.POSITIVE_INFINITY : Number(after.capacity);
  const smaller = !after.unlimited && (before.unlimited || seats < Number(before.capacity));
  return {
    told: moved ? told : 0,
    extendable: longer(before, after) ? unanswered : 0,
    beyond: smaller ? Math.max(committed - seats, 0) : 0,
    plans:
      differ(before, after, ['date', 'time', 'zone', 'deadline']) ||
      differ(before.settings, after.settings, ['quiet', 'quiet_from', 'quiet_until', 'silent', 'day_before', 'hour_before']),
  };
}

/** Whether anything has to be said. */
export function isHarmless({ told, extendable, beyond }: Consequences): boolean {
  return told === 0 && extendable === 0 && beyond === 0;
}

/** Whether an invitation stands longer than before. */
function longer(before: EventValues, after: EventValues): boolean {
  return standsFor(after) > standsFor(before);
}

function standsFor({ settings }: EventValues): number {
  return settings.until_close ? Number.POSITIVE_INFINITY : Number(settings.expiry_hours);
}

function differ<T>(one: T, other: T, names: readonly (keyof T)[]): boolean {
  return names.some((name) => one[name] !== other[name]);
}
