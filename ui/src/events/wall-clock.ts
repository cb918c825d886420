/**
 * Times on the wall clock of a zone, through daylight-saving changes. The server reads them the same way:
 * a time that the clocks jump over is moved by as much as they jump, one that comes twice is the first.
 */

/** What a local time is in its zone. */
export interface Reading {
  /** `skipped`: no clock ever shows it that day; `twice`: it comes once more, an hour later or so. */
  kind: 'once' | 'skipped' | 'twice';
  /** The instant that is meant. */
  at: Date;
}

const DAY_MS = 86_400_000;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** What `YYYY-MM-DDTHH:MM` is in the zone; `null` for what is no time, or in no zone that is known here. */
export function readLocal(local: string, zone: string): Reading | null {
  const parts = LOCAL.exec(local)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  if (new Date(asUtc).getUTCDate() !== day || hour > 23 || minute > 59) return null;
  const clock = clockOf(zone);
  if (clock === null) return null;
  const offsets = [clock(asUtc - DAY_MS), clock(asUtc + DAY_MS)].map(
    (shown, index) => shown - (asUtc + (index === 0 ? -DAY_MS : DAY_MS)),
  );
  const instants = [...new Set(offsets)]
    .map((offset) => asUtc - offset)
    .filter((instant) => clock(instant) === asUtc)
    .toSorted((one, other) => one - other);
  const [first] = instants;
  if (first === undefined) return { kind: 'skipped', at: new Date(asUtc - (offsets[0] ?? 0)) };
  return { kind: instants.length > 1 ? 'twice' : 'once', at: new Date(first) };
}

/** The local time `YYYY-MM-DDTHH:MM` that the zone's clocks show at an instant. */
export function localAt(instant: string | Date, zone: string): string {
  const clock = clockOf(zone) ?? ((at: number) => at);
  return new Date(clock(new Date(instant).getTime())).toISOString().slice(0, 16);
}

/** What the zone's clocks show at an instant, as if it were UTC. */
function clockOf(zone: string): ((instant: number) => number) | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}
