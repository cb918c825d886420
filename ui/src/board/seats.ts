/** Sums about an event's seats that the board shows. */
import { type Counts, countIn } from './groups';

/** What the sums need of an event's status. */
export interface Standing {
  capacity?: number | null;
  organizer_attends: boolean;
  free?: number | null;
  committed: number;
  counts: Counts;
}

/** Seats of an event by what became of them. */
export interface Seats {
  /** Taken by guests who come, and by the organizer. */
  confirmed: number;
  /** Held for those who were asked. */
  held: number;
}

/**
 * The seats that are promised, apart. `held` is the sum over the live invitations where it had to be asked
 * for. Without it everybody is taken to be alone, which holds unless `needsHeld`. The sum of both is
 * always what is promised: the counts are some seconds older than the seats.
 */
export function apart(standing: Standing, held: number | null): Seats {
  const asked = held ?? countIn(standing.counts, 'inviting', 'invited');
  const least = Math.min(Math.max(asked, 0), Math.max(standing.committed - own(standing), 0));
  return { confirmed: standing.committed - least, held: least };
}

/** Whether parties of several are among those who were asked or come, so that counting them is not enough. */
export function needsHeld(standing: Standing): boolean {
  const asked = countIn(standing.counts, 'inviting', 'invited');
  return asked > 0 && standing.committed - own(standing) > asked + countIn(standing.counts, 'accepted');
}

/**
 * How many of those in line are asked at once when the event starts: at most, as only the parties of the
 * first are known.
 */
export function askedAtOnce(
  standing: Standing & { next: readonly { party: number }[] },
  batchLimit: number | null | undefined,
): number {
  const line = Math.max(countIn(standing.counts, 'queued'), standing.next.length);
  const most = Math.min(line, batchLimit ?? line);
  let left = standing.free ?? Number.POSITIVE_INFINITY;
  let asked = 0;
  for (const { party } of standing.next) {
    if (left <= 0) return Math.min(asked, most);
    // Who may bring more than there is room for is offered what there is.
    left -= Math.min(party, left);
    asked += 1;
  }
  return Math.min(asked + left, most);
}

/** Who gets the notice when the event is cancelled, by why. */
export function toldOfCancelling(counts: Counts): { coming: number; asked: number; waiting: number; all: number } {
  const coming = countIn(counts, 'accepted');
  const asked = countIn(counts, 'inviting', 'invited');
  const waiting = countIn(counts, 'waitlisted');
  return { coming, asked, waiting, all: coming + asked + waiting };
}

function own(standing: Standing): number {
  return standing.organizer_attends ? 1 : 0;
}
