/** One organization in the midst of its work, for the pictures of its views. */
import { expect } from '@playwright/test';
import { adminToken, client, good, type Organizer, organizer } from '../journeys/support/api';
import type { Host } from '../journeys/support/host';
import { join } from '../journeys/support/team';
import { makeEvent } from '../journeys/events-prepare';
import { importFile } from '../journeys/support/world';
import { letAnswer } from './guests';

/** With so many confirmed, the active event is worth a picture. */
const CONFIRMED = 15;
/** Longest that they take, in milliseconds. */
const FILL_MS_MAX = 60_000;

export interface World {
  host: Host;
  ada: Organizer;
  /** Somebody with an organization of her own, for guests whose pages are pictured. */
  bea: Organizer;
  /** Events by what they are. */
  events: { active: string; draft: string; cancelled: string };
  /** An invitee of the active event who is coming. */
  invitee: string;
  contact: string;
  list: string;
  signUp: string;
  import: string;
}

/** Makes all of it over the API. */
export async function makeWorld(host: Host): Promise<World> {
  const ada = await organizer(host);
  const path = { org: ada.org };
  await good(ada.api.PATCH('/v1/orgs/{org}', { params: { path }, body: { name: 'Harbour Club', host: 'Ada' } }));
  const run = await importFile(host, ada, 'google-contacts.csv', ['summer']);
  const active = await fillEvent(host, ada);
  await makeTeam(host, ada);
  const { draft, cancelled } = await otherEvents(ada);
  const { list, signUp } = await makeLists(ada);
  await optOut(ada);
  await makeCodes(host);
  return {
    host,
    ada,
    bea: await organizer(host, 'Bea Olsen'),
    events: { active, draft, cancelled },
    invitee: await oneWhoComes(ada, active),
    contact: (await contactsOf(ada, { tag: ['vip'] }))[2]?.id ?? '',
    list,
    signUp,
    import: run,
  };
}

/** Puts all with a tag in line. */
async function invite(ada: Organizer, event: string, tag: string): Promise<void> {
  let cursor: string | undefined;
  do {
    const params = { path: { org: ada.org, event } };
    const body = { tag, position: 'end' as const, cursor, all: false };
    const part = await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees', { params, body }));
    cursor = part.cursor ?? undefined;
  } while (cursor !== undefined);
}

/** An event of 40 seats that simulated guests have begun to answer. */
async function fillEvent(host: Host, ada: Organizer): Promise<string> {
  const { id: event } = await makeEvent(ada, {
    name: 'Rooftop dinner',
    capacity: 40,
    location: 'Pier 7, top floor',
    details: 'Three courses at one long table. Bring a coat: it is windy up there.',
    host: 'Ada',
    settings: { max_party: 2, show_attendees: true },
  });
  for (const tag of ['choir', 'vip']) await invite(ada, event, tag);
  const params = { path: { org: ada.org, event } };
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/start', { params }));
  await letAnswer(host, true);
  const coming = async () =>
    (await good(ada.api.GET('/v1/orgs/{org}/events/{event}/status', { params }))).counts.accepted;
  await expect.poll(coming, { timeout: FILL_MS_MAX }).toBeGreaterThanOrEqual(CONFIRMED);
  await letAnswer(host, false);
  await good(
    ada.api.POST('/v1/orgs/{org}/events/{event}/broadcasts', {
      params: { ...params, header: { 'idempotency-key': 'doors' } },
      body: { text: 'Doors open at 7. The lift is at the back of the building.', audience: 'confirmed' },
    }),
  );
  return event;
}

async function makeTeam(host: Host, ada: Organizer): Promise<void> {
  await join(host, ada, 'ADMIN', 'Bo Lindqvist');
  await join(host, ada, 'MEMBER', 'Grace Mensah');
  const body = { email: 'omar.haddad@example.org', role: 'VIEWER' };
  await good(ada.api.POST('/v1/orgs/{org}/invitations', { params: { path: { org: ada.org } }, body }));
}

async function otherEvents(ada: Organizer): Promise<{ draft: string; cancelled: string }> {
  const { id: draft } = await makeEvent(ada, { name: 'Garden party', capacity: 60 });
  await invite(ada, draft, 'neighbors');
  const { id: cancelled } = await makeEvent(ada, { name: 'Boat trip', capacity: 12 });
  const { id: archived } = await makeEvent(ada, { name: 'Spring concert', capacity: 120 });
  await invite(ada, cancelled, 'board');
  for (const event of [cancelled, archived]) {
    const params = { path: { org: ada.org, event } };
    await good(ada.api.POST('/v1/orgs/{org}/events/{event}/cancel', { params }));
  }
  const params = { path: { org: ada.org, event: archived } };
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/archive', { params }));
  return { draft, cancelled };
}

async function contactsOf(ada: Organizer, query: { tag?: string[] }) {
  const params = { path: { org: ada.org }, query: { ...query, limit: 20 } };
  return (await good(ada.api.GET('/v1/orgs/{org}/contacts', { params }))).items;
}

async function makeLists(ada: Organizer): Promise<{ list: string; signUp: string }> {
  const path = { org: ada.org };
  const made = [];
  for (const name of ['Newsletter', 'Volunteers', 'Friends of the harbour']) {
    made.push(await good(ada.api.POST('/v1/orgs/{org}/lists', { params: { path }, body: { name } })));
  }
  const list = made[0]?.id ?? '';
  for (const tag of ['family', 'board']) {
    for (const { id } of await contactsOf(ada, { tag: [tag] })) {
      const params = { path: { ...path, list, contact: id } };
      await good(ada.api.PUT('/v1/orgs/{org}/lists/{list}/contacts/{contact}', { params }));
    }
  }
  const { sign_up } = await good(
    ada.api.POST('/v1/orgs/{org}/lists/{list}/sign-up', { params: { path: { ...path, list } }, body: {} }),
  );
  return { list, signUp: new URL(sign_up?.link ?? '').pathname };
}

async function optOut(ada: Organizer): Promise<void> {
  const some = (await contactsOf(ada, { tag: ['work'] })).filter(({ phone }) => phone != null).slice(0, 2);
  for (const { phone } of some) {
    const params = { path: { org: ada.org, recipient: phone ?? '' } };
    await good(ada.api.PUT('/v1/orgs/{org}/suppressions/{recipient}', { params, body: { reason: 'Asked on the phone' } }));
  }
}

async function makeCodes(host: Host): Promise<void> {
  const admin = client(host, await adminToken(host));
  for (const note of ['For the choir', 'For the rowing club']) {
    await good(admin.POST('/v1/admin/registration-codes', { body: { uses: 5, note } }));
  }
}

async function oneWhoComes(ada: Organizer, event: string): Promise<string> {
  const params = { path: { org: ada.org, event }, query: { status: 'accepted', limit: 1 } };
  const { invitees } = await good(ada.api.GET('/v1/orgs/{org}/events/{event}/invitees', { params }));
  return invitees[0]?.id ?? '';
}
