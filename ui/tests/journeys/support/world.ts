/** An organization as it looks after a while: for pictures, and for journeys that look on rather than act. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { type Client, good, type Organizer } from './api';
import type { Host } from './host';

const CONTACTS = resolve(import.meta.dirname, '../../../../testdata/contacts');

/** Longest that a job of the background may take here, in milliseconds. */
const JOB_MS_MAX = 60_000;

/** Imports a file of the test data into the organizer's org, over the API. */
export async function importFile(host: Host, ada: Organizer, file: string, tags: string[] = []): Promise<string> {
  return importText(host, ada, readFileSync(resolve(CONTACTS, file)), tags);
}

/** Imports a file's bytes; answers when every row has its result. */
export async function importText(host: Host, ada: Organizer, bytes: Buffer, tags: string[] = []): Promise<string> {
  const put = async (method: string, path: string) => {
    const answer = await fetch(`${host.origin}/v1/orgs/${ada.org}/imports/${path}`, {
      method,
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { plan: string };
  };
  const { plan } = await put('POST', 'dry-run');
  const path = { org: ada.org };
  const { id } = await good(ada.api.POST('/v1/orgs/{org}/imports', { params: { path }, body: { plan, tags } }));
  await put('PUT', `${id}/parts/0`);
  await expect
    .poll(
      async () =>
        (await good(ada.api.GET('/v1/orgs/{org}/imports/{import}', { params: { path: { ...path, import: id } } }))).state,
      { timeout: JOB_MS_MAX },
    )
    .toBe('done');
  return id;
}

/** A day that is far enough ahead for an event that is to be filled, as `YYYY-MM-DDTHH:MM:SS` in its zone. */
export function inDays(days: number, time = '19:00:00'): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.toISOString().slice(0, 10)}T${time}`;
}

/** An event that may send at any hour. */
export async function makeEvent(
  ada: { api: Client; org: string },
  name: string,
  capacity: number | null,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { settings, ...rest } = more;
  const event = await good(
    ada.api.POST('/v1/orgs/{org}/events', {
      params: { path: { org: ada.org } },
      body: {
        name,
        capacity,
        starts_local: inDays(14),
        zone: 'America/New_York',
        location: 'Town Hall, Main Street 1',
        settings: { quiet_hours: null, ...(settings as object | undefined) },
        ...rest,
      } as never,
    }),
  );
  return event.id;
}
