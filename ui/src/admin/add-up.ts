import type { Schemas } from '../api/client';

type Counted = Schemas['CountedView'];

const NUMBERS = [
  'contacts', 'events', 'failed', 'held_back', 'orgs', 'planned', 'rejected', 'segments', 'submitted', 'unknown',
] as const;

/** The figures of several parts of the platform as those of one. The cost is known where that of a part is. */
export function addUp(parts: readonly Counted[]): Counted {
  const sum: Counted = {
    at_least: parts.some((part) => part.at_least),
    contacts: 0, events: 0, failed: 0, held_back: 0, orgs: 0,
    planned: 0, rejected: 0, segments: 0, submitted: 0, unknown: 0,
  };
  for (const part of parts) {
    for (const name of NUMBERS) sum[name] += part[name];
    if (part.spend_micros != null) sum.spend_micros = (sum.spend_micros ?? 0) + part.spend_micros;
  }
  return sum;
}
