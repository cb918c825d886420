/** What a journey prepares over HTTP, as other people's screens would, before it looks at one of its own. */
import { randomBytes } from 'node:crypto';
import type { paths } from '../../../src/api/schema';
import createClient from 'openapi-fetch';
import type { Host } from './host';

export type Client = ReturnType<typeof createClient<paths>>;

export interface Organizer {
  name: string;
  email: string;
  password: string;
  /** Their own org, of which they are the owner. */
  org: string;
  api: Client;
  token: string;
}

let people = 0;

/** An address of the documentation range, another one at each call. */
export function nextAddress(): string {
  people += 1;
  return `198.51.100.${(people % 250) + 1}`;
}

export function headersOf(host: Host, address = nextAddress()): Record<string, string> {
  return { 'x-convoke-viewer-key': host.viewerKey, 'x-convoke-viewer-address': address };
}

export function client(host: Host, token?: string): Client {
  const headers = { ...headersOf(host), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return createClient<paths>({ baseUrl: host.origin, headers });
}

/** The body of an answer that must be good. */
export async function good<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

export async function tokenOf(host: Host, login: { email: string; password: string }): Promise<string> {
  const session = await good(
    client(host).POST('/v1/session', { body: { login: login.email, password: login.password, device: 'journey' } }),
  );
  return session.access_token;
}

/** A new account with an org of its own, by a registration code. */
export async function organizer(host: Host, name = 'Ada Okafor'): Promise<Organizer> {
  const admin = client(host, await adminToken(host));
  const code = await good(admin.POST('/v1/admin/registration-codes', { body: { uses: 1 } as never }));
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${randomBytes(4).toString('hex')}@example.com`;
  const password = randomBytes(12).toString('base64url');
  const session = await good(
    client(host).POST('/v1/accounts', {
      body: { name, email, password, code: codeText(code), device: 'journey' },
    }),
  );
  const token = (session as { access_token: string }).access_token;
  const api = client(host, token);
  const { orgs } = await good(api.GET('/v1/orgs'));
  const org = orgs[0]?.id ?? (await good(api.POST('/v1/orgs', { body: { name: `${name}'s events` } as never }))).id;
  return { name, email, password, org, api, token };
}

function codeText(code: unknown): string {
  const text = (code as { code?: string }).code;
  if (text === undefined) throw new Error(`a registration code without its text: ${JSON.stringify(code)}`);
  return text;
}

const tokens = new Map<string, Promise<string>>();

/** The platform admin's token, asked for once a host. */
export function adminToken(host: Host): Promise<string> {
  const known = tokens.get(host.origin);
  if (known !== undefined) return known;
  const asked = tokenOf(host, host.admin);
  tokens.set(host.origin, asked);
  return asked;
}
