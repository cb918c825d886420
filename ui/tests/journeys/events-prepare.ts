/** Events and their people, made over HTTP before a journey looks at its screen. */
import type { Schemas } from '../../src/api/client';
import { good, type Organizer } from './support/api';

/** The day so many days from now, as a date field takes it. */
export function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** An event in ten days that sends at any hour. */
export function makeEvent(ada: Organizer, wanted: Partial<Schemas['NewEvent']> = {}): Promise<Schemas['Event']> {
  return good(
    ada.api.POST('/v1/orgs/{org}/events', {
      params: { path: { org: ada.org } },
      body: {
        name: 'Garden party',
        starts_local: `${dayAhead(10)}T19:00`,
        zone: 'America/New_York',
        location: 'Rose garden',
        capacity: 12,
        ...wanted,
        settings: { quiet_hours: null, ...wanted.settings },
      },
    }),
  );
}

/** Puts new contacts on the list; they have the phones from that number on. Answers their invitees' ids. */
export async function listPeople(ada: Organizer, event: string, names: string[], from: number): Promise<string[]> {
  const path = { org: ada.org };
  const contacts: string[] = [];
  for (const [index, name] of names.entries()) {
    const phone = `+1212555${String(from + index).padStart(4, '0')}`;
    const made = await good(ada.api.POST('/v1/orgs/{org}/contacts', { params: { path }, body: { name, phone } }));
    contacts.push(made.id);
  }
  const added = await good(
    ada.api.POST('/v1/orgs/{org}/events/{event}/invitees', { params: { path: { ...path, event } }, body: { contacts } }),
  );
  return added.results.flatMap(({ invitee }) => invitee ?? []);
}

/** Marks an invitee as coming, without a text. */
export function confirmSilently(ada: Organizer, event: string, invitee: string): Promise<unknown> {
  const path = { org: ada.org, event, invitee };
  return good(
    ada.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/accept', {
      params: { path },
      body: { party: 1, silent: true },
    }),
  );
}
