/** An event with people in line, prepared over the API, and the phones that its texts go to. */
import { expect } from '@playwright/test';
import type { components } from '../../../src/api/schema';
import { type Client, good, type Organizer } from './api';
import type { Host } from './host';

type Settings = components['schemas']['SettingsBody'];

export interface Guest {
  name: string;
  phone: string;
  /** The contact's id. */
  contact: string;
  /** The invitee's id. */
  id: string;
}

export interface Event {
  id: string;
  /** The board's address. */
  path: string;
  guests: Guest[];
}

/** Area codes whose numbers 555-0100 to 555-0199 belong to nobody; none that other journeys begin with. */
const AREAS = [503, 541, 602, 615, 616, 617, 619, 626, 630, 636, 651, 657, 660, 661, 662, 678, 682, 701, 702, 703, 704, 706, 707, 708];

let phones = 0;

/** A phone that nobody was given before on this worker's host. */
export function nextPhone(): string {
  const area = AREAS[Math.floor(phones / 100) % AREAS.length];
  const line = String(100 + (phones % 100)).padStart(4, '0');
  phones += 1;
  return `+1${area}555${line}`;
}

/** All phones of the areas, from the last: for lists that are not texted. */
export function manyPhones(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const area = AREAS.at(-1 - Math.floor(index / 100));
    return `+1${area}555${String(100 + (index % 100)).padStart(4, '0')}`;
  });
}

/** A new contact with a phone of its own. */
export async function contact(ada: Organizer, name: string, tags: string[] = []): Promise<{ id: string; phone: string }> {
  const phone = nextPhone();
  const { id } = await good(ada.api.POST('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } }, body: { name, phone, tags } as never }));
  return { id, phone };
}

/** An event in 2035 that texts at any hour, with these people in line, in this order. */
export async function eventWith(
  ada: Organizer,
  names: readonly string[],
  more: { name?: string; capacity?: number | null; settings?: Partial<Settings>; max_party?: number } = {},
): Promise<Event> {
  const path = { org: ada.org };
  const { id } = await good(
    ada.api.POST('/v1/orgs/{org}/events', {
      params: { path },
      body: {
        name: more.name ?? 'Summer evening',
        location: 'Town Hall',
        starts_local: '2035-06-12T19:00',
        capacity: more.capacity === undefined ? 10 : more.capacity,
        settings: { quiet_hours: null, ...more.settings } as never,
      } as never,
    }),
  );
  const people = [];
  for (const name of names) people.push({ name, ...(await contact(ada, name)) });
  const added = names.length === 0 ? [] : await addTo(ada, id, people.map((one) => one.id), more.max_party);
  const guests = people.map(({ name, phone, id: person }) => {
    const invitee = added.find((one) => one.contact === person)?.invitee;
    if (invitee == null) throw new Error(`${name} was not added`);
    return { name, phone, contact: person, id: invitee };
  });
  return { id, path: `/o/${ada.org}/events/${id}`, guests };
}

export async function addTo(ada: Organizer, event: string, contacts: string[], max_party?: number) {
  const { results } = await good(
    ada.api.POST('/v1/orgs/{org}/events/{event}/invitees', {
      params: { path: { org: ada.org, event } },
      body: { contacts, max_party, all: false, position: 'end' },
    }),
  );
  return results;
}

/** The names in line, in their order. */
export async function line(ada: Organizer, event: string): Promise<string[]> {
  const { invitees } = await good(
    ada.api.GET('/v1/orgs/{org}/events/{event}/invitees', { params: { path: { org: ada.org, event }, query: { limit: 200 } } }),
  );
  return invitees.map(({ name }) => name);
}

export async function start(ada: Organizer, event: string): Promise<void> {
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/start', { params: { path: { org: ada.org, event } } }));
}

/** What the API says of one invitee. */
export async function invitee(api: Client, org: string, event: string, id: string) {
  return good(api.GET('/v1/orgs/{org}/events/{event}/invitees/{invitee}', { params: { path: { org, event, invitee: id } } }));
}

interface Text {
  direction: 'outbound' | 'inbound';
  body: string;
}

/** The texts that a phone got, the oldest first. */
export async function textsTo(host: Host, phone: string): Promise<string[]> {
  const answer = await fetch(`${host.phones}/sim/messages?phone=${encodeURIComponent(phone)}`);
  const texts = (await answer.json()) as Text[];
  return texts.filter(({ direction }) => direction === 'outbound').map(({ body }) => body);
}

/** Waits until the phone got a text with these words, and gives it. */
export async function textWith(host: Host, phone: string, words: string | RegExp): Promise<string> {
  let found = '';
  await expect
    .poll(async () => {
      found = (await textsTo(host, phone)).findLast((body) => (typeof words === 'string' ? body.includes(words) : words.test(body))) ?? '';
      return found;
    }, { message: `a text with "${words}" to ${phone}`, timeout: 20_000 })
    .not.toBe('');
  return found;
}

/** The guest's own link, out of the invitation's text. */
export async function linkTo(host: Host, phone: string): Promise<string> {
  const text = await textWith(host, phone, /\/r\//);
  const link = /https?:\/\/\S+\/r\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link in: ${text}`);
  return link;
}

/** Writes a text from a guest's phone. */
export async function reply(host: Host, phone: string, body: string): Promise<void> {
  const answer = await fetch(`${host.phones}/sim/phones/${phone}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
  expect(answer.status, await answer.text()).toBe(202);
}
