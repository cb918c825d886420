/**
 * A first event with people who are made up, on a host that simulates the phones. Each step can be
 * repeated: what was done before is kept, and the same keys make a lost answer harmless.
 */
import { api, body } from '../api/client';
import { Problem } from '../api/problem';
import { accessToken } from '../api/session';
import { localAt } from './wall-clock';

/** What is done, one after the other. */
export const STEPS = ['people', 'event', 'invitees', 'guests', 'start'] as const;
export type StepName = (typeof STEPS)[number];

/** What was done so far; the input of the next step. */
export interface Trial {
  org: string;
  zone: string;
  /** The event's name, in the reader's language. */
  name: string;
  /** The same through all repetitions. */
  key: string;
  contacts?: string[];
  event?: string;
  invited?: number;
  answering?: true;
  started?: true;
}

/** What a host of made-up people says of itself. */
export interface SimulatedHost {
  simulated: true;
  phones_url: string;
  mails_url: string | null;
}

const SEATS = 12;
const DAYS_AHEAD = 7;
/** The least that an invitation may stand: the silent make room while one looks on. */
const EXPIRY_HOURS = 0.25;
const LOOK_AGAIN_MS = 400;
const LOOKS_MAX = 75;

/** The host, where its phones are simulated; `null` anywhere else. */
export async function askHost(): Promise<SimulatedHost | null> {
  const answer = await fetch('/host', { headers: { accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok || !answer.headers.get('content-type')?.startsWith('application/json')) return null;
  const said: SimulatedHost = await answer.json();
  return said.simulated === true ? said : null;
}

/** The first step that is not done. */
export function nextStep(trial: Trial): StepName | null {
  if (trial.contacts === undefined) return 'people';
  if (trial.event === undefined) return 'event';
  if (trial.invited === undefined) return 'invitees';
  if (trial.answering === undefined) return 'guests';
  return trial.started === undefined ? 'start' : null;
}

/** Does one step; what it came to is in the answer. */
export async function take(step: StepName, trial: Trial): Promise<Trial> {
  switch (step) {
    case 'people':
      return { ...trial, contacts: await importPeople(trial) };
    case 'event':
      return { ...trial, event: await makeEvent(trial) };
    case 'invitees':
      return { ...trial, invited: await invite(trial) };
    case 'guests':
      await letGuestsAnswer();
      return { ...trial, answering: true };
    case 'start':
      await start(trial);
      return { ...trial, started: true };
  }
}

async function importPeople({ org, key }: Trial): Promise<string[]> {
  const csv = await (await ofHost('/host/guests/sample')).text();
  const file = { body: csv, bodySerializer: (text: string) => text, headers: { 'content-type': 'text/csv' } };
  const path = { org };
  const { plan } = await body(api.POST('/v1/orgs/{org}/imports/dry-run', { params: { path }, ...file }));
  const header = { 'idempotency-key': `${key}-people` };
  const begun = await body(
    api.POST('/v1/orgs/{org}/imports', { params: { path, header }, body: { plan, parts: 1, existing: 'keep' } }),
  );
  const at = { org, import: begun.id };
  await body(
    api.PUT('/v1/orgs/{org}/imports/{import}/parts/{part}', { params: { path: { ...at, part: 0 } }, ...file }),
  );
  await imported(at);
  const query = { limit: 200 };
  const { items } = await body(
    api.GET('/v1/orgs/{org}/imports/{import}/results', { params: { path: at, query } }),
  );
  return items.flatMap(({ contact }) => contact ?? []);
}

/** Waits until every row has become a contact. */
async function imported(path: { org: string; import: string }): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const { state } = await body(api.GET('/v1/orgs/{org}/imports/{import}', { params: { path } }));
    if (state === 'done') return;
    await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
  }
  throw new Problem('slow', 0, 'The import takes longer than usual', null, [], null, null);
}

async function makeEvent({ org, zone, name, key }: Trial): Promise<string> {
  const day = localAt(new Date(Date.now() + DAYS_AHEAD * 86_400_000), zone).slice(0, 10);
  const event = await body(
    api.POST('/v1/orgs/{org}/events', {
      params: { path: { org }, header: { 'idempotency-key': `${key}-event` } },
      body: {
        name,
        starts_local: `${day}T19:00`,
        zone,
        capacity: SEATS,
        settings: { quiet_hours: null, expiry_hours: EXPIRY_HOURS },
      },
    }),
  );
  return event.id;
}

async function invite({ org, event = '', contacts = [] }: Trial): Promise<number> {
  const { results } = await body(
    api.POST('/v1/orgs/{org}/events/{event}/invitees', { params: { path: { org, event } }, body: { contacts } }),
  );
  return results.length;
}

async function letGuestsAnswer(): Promise<void> {
  await ofHost('/host/guests', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await accessToken()}` },
    body: JSON.stringify({ answering: true }),
  });
}

async function start({ org, event = '' }: Trial): Promise<void> {
  await body(api.POST('/v1/orgs/{org}/events/{event}/start', { params: { path: { org, event } } }));
}

async function ofHost(path: string, request?: RequestInit): Promise<Response> {
  const answer = await fetch(path, request).catch(() => {
    throw Problem.offline();
  });
  if (!answer.ok) throw Problem.of(answer, await answer.json().catch(() => null));
  return answer;
}
