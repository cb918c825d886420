/** Contacts, made over HTTP before a journey looks at its screen. */
import type { Schemas } from '../../src/api/client';
import { good, type Organizer } from './support/api';

/** A new contact. */
export function person(ada: Organizer, contact: Partial<Schemas['NewContact']>): Promise<Schemas['Contact']> {
  return good(ada.api.POST('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } }, body: contact }));
}

/** New contacts with these names and tags, and the phones from that number on. */
export async function people(ada: Organizer, named: Record<string, string[]>, from = 100): Promise<Schemas['Contact'][]> {
  const made: Schemas['Contact'][] = [];
  for (const [index, [name, tags]] of Object.entries(named).entries()) {
    made.push(await person(ada, { name, phone: `+1212555${String(from + index).padStart(4, '0')}`, tags }));
  }
  return made;
}

/** A new list. */
export function list(ada: Organizer, name: string): Promise<Schemas['ContactList']> {
  return good(ada.api.POST('/v1/orgs/{org}/lists', { params: { path: { org: ada.org } }, body: { name } }));
}

/** A file of so many people in the order of their names, whom only mail reaches. */
export function manyPeople(count: number): Buffer {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return `Person ${number},person.${number}@example.com`;
  });
  return Buffer.from(`name,email\n${rows.join('\n')}\n`);
}
