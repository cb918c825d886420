/** Mails that arrived, and members who joined by one. */
import { randomBytes } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { client, good, headersOf, type Organizer } from './api';
import type { Host, Login } from './host';

interface Mail {
  to: string;
  subject: string;
  text: string;
  link: string | null;
  token: string | null;
}

/** Longest that a mail takes, in milliseconds. */
const MAIL_MS_MAX = 30_000;

/** The newest mail to that address whose subject has these words, as soon as it arrived. */
export async function mailTo(host: Host, to: string, subject: string): Promise<Mail> {
  const found: Mail[] = [];
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${host.phones}/sim/mails?to=${encodeURIComponent(to)}`);
        const mails = (await answer.json()) as Mail[];
        found.splice(0, found.length, ...mails.filter((mail) => mail.subject.includes(subject)));
        return found.length;
      },
      { timeout: MAIL_MS_MAX, message: `a mail to ${to} about ${subject}` },
    )
    .toBeGreaterThan(0);
  const [newest] = found;
  if (newest === undefined) throw new Error('no mail');
  return newest;
}

/** The link of the newest mail to that address with that subject, as a path of this host with its fragment. */
export async function linkTo(host: Host, to: string, subject: string): Promise<string> {
  const { link } = await mailTo(host, to, subject);
  if (link === null) throw new Error(`a mail without a link: ${subject}`);
  const { pathname, hash } = new URL(link);
  return pathname + hash;
}

/** An address that nobody has yet. */
export function newAddress(name: string): string {
  return `${name}.${randomBytes(4).toString('hex')}@example.org`;
}

export interface Colleague extends Login {
  name: string;
  token: string;
}

/** Somebody who registers by an invitation to the owner's org, and has that role there. */
export async function join(host: Host, owner: Organizer, role: string, name: string): Promise<Colleague> {
  const email = newAddress(name.toLowerCase().split(' ')[0] ?? 'guest');
  const path = { org: owner.org };
  await good(owner.api.POST('/v1/orgs/{org}/invitations', { params: { path }, body: { email, role } }));
  const { token: invitation } = await mailTo(host, email, 'invites you');
  const password = randomBytes(12).toString('base64url');
  const session = await good(
    client(host).POST('/v1/accounts', { body: { name, email, password, invitation, device: 'journey' } }),
  );
  if (!('access_token' in session)) throw new Error('no session');
  return { name, email, password, token: session.access_token };
}

/** A browser of another person, signed in nowhere. */
export async function anotherBrowser(browser: Browser, host: Host): Promise<Page> {
  const context = await browser.newContext({ baseURL: host.origin, extraHTTPHeaders: headersOf(host) });
  return context.newPage();
}
