/** Contact files, imported over the API before a journey looks at its screen. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { good, type Organizer } from './api';
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
