/** From instants at which something happened to lines of a chart and rows of a table. */

/** What a chart follows: everybody who was asked, and what became of them. */
export const LINES = ['asked', 'confirmed', 'declined', 'silent'] as const;
export type Line = (typeof LINES)[number];

/** When something happened, in milliseconds since 1970, for each line. */
export type Happenings = Record<Line, readonly number[]>;

/** Sums at points of time, as uPlot takes them: seconds since 1970, then one list for each line. */
export interface Curves {
  seconds: number[];
  sums: Record<Line, number[]>;
}

/** One row of the table: the sums at the end of a stretch of time. */
export interface Row {
  /** The end of the stretch, in milliseconds since 1970. */
  until: number;
  sums: Record<Line, number>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STRETCHES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY, 7 * DAY, 28 * DAY];
/** Rows of a table that one still reads. */
const ROWS_MAX = 16;

/** The sums after each point of time at which one of them changed, up to `now`. */
export function curvesOf(happenings: Happenings, now: number): Curves {
  const times = [...new Set(LINES.flatMap((line) => happenings[line]))].filter((at) => at <= now);
  times.sort((one, other) => one - other);
  const [first] = times;
  // From nothing, and up to now: a line that ends early looks as if nothing were known.
  const points = first === undefined ? [] : [first - 1, ...times, now];
  const sums = sumsAt(happenings, points);
  return { seconds: points.map((at) => at / 1000), sums };
}

/** The sums at the end of equal stretches of time, at most 16 of them, up to `now`. */
export function rowsOf(happenings: Happenings, now: number): Row[] {
  const all = LINES.flatMap((line) => happenings[line]);
  if (all.length === 0) return [];
  const first = all.reduce((least, at) => Math.min(least, at), now);
  const stretch = STRETCHES.find((length) => (now - first) / length < ROWS_MAX) ?? (now - first) / ROWS_MAX;
  const start = Math.floor(first / stretch) * stretch;
  const ends = Array.from({ length: Math.ceil((now - start) / stretch) || 1 }, (_, index) =>
    Math.min(start + (index + 1) * stretch, now),
  );
  const sums = sumsAt(happenings, ends);
  return ends.map((until, index) => ({ until, sums: pick(sums, index) }));
}

function sumsAt(happenings: Happenings, points: readonly number[]): Record<Line, number[]> {
  const sums = (line: Line) => {
    const sorted = [...happenings[line]].sort((one, other) => one - other);
    let done = 0;
    return points.map((at) => {
      while (done < sorted.length && (sorted[done] ?? 0) <= at) done += 1;
      return done;
    });
  };
  return { asked: sums('asked'), confirmed: sums('confirmed'), declined: sums('declined'), silent: sums('silent') };
}

function pick(sums: Record<Line, number[]>, index: number): Record<Line, number> {
  const at = (line: Line) => sums[line][index] ?? 0;
  return { asked: at('asked'), confirmed: at('confirmed'), declined: at('declined'), silent: at('silent') };
}
