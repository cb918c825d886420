/** The requests that add people to an event's list. */
import { api, body, type Schemas } from '../api/client';
import { parts } from './add-tally';

/** Who is to be added. */
export type Whom = { contacts: string[] } | { tag: string } | { list: string } | { all: true };

/** How: the party that each may bring, and where in line. */
export interface AddHow {
  max_party: number;
  position: 'top' | 'end';
}

/** One request. */
export type Step = Schemas['AddBody'];

/** Contacts that the API takes at once, and those of one page. */
const AT_ONCE = 200;

/** The requests for contacts that are known. At the top, the last part goes first, so that all stand in the order chosen. */
export function stepsFor(contacts: readonly string[], how: AddHow): Step[] {
  const steps = parts(contacts, AT_ONCE).map((some) => ({ all: false, ...how, contacts: some }));
  return how.position === 'top' ? steps.reverse() : steps;
}

/**
 * The requests of a run. The API takes a whole tag or list from its beginning on: at the end of the line that is
 * the right order, at the top it would be turned round part by part. For that, its contacts are read first.
 */
export async function stepsOf(org: string, whom: Whom, how: AddHow): Promise<Step[]> {
  if ('contacts' in whom) return stepsFor(whom.contacts, how);
  if (how.position === 'end') return [{ all: false, ...how, ...whom }];
  return stepsFor(await contactsOf(org, whom), how);
}

async function contactsOf(org: string, whom: Exclude<Whom, { contacts: string[] }>): Promise<string[]> {
  const found = new Set<string>();
  const filter = 'tag' in whom ? { tag: [whom.tag] } : 'list' in whom ? { list: whom.list } : {};
  let cursor: string | undefined;
  do {
    const page = await body(
      api.GET('/v1/orgs/{org}/contacts', { params: { path: { org }, query: { ...filter, limit: AT_ONCE, cursor } } }),
    );
    for (const { id } of page.items) found.add(id);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return [...found];
}
