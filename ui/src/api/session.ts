/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts
 * cannot read. A refresh token works once, and a second use ends the session: so one tab refreshes at a
 * time, under a lock that all tabs share.
 */
import { Problem } from './problem';
import type { components } from './schema';

type SessionView = components['schemas']['SessionView'];

/** `unknown` until the first refresh has answered. */
export type Standing = 'unknown' | 'out' | 'in';

interface Held {
  token: string;
  user: string;
  /** Milliseconds of `performance.now()` at which it is renewed: before it ends. */
  renewAt: number;
}

/** Renewed this long before its end, in seconds: longer than any request of ours takes. */
const RENEW_BEFORE_SECONDS = 60;

let held: Held | null = null;
let standing: Standing = 'unknown';
let refreshing: Promise<boolean> | null = null;
/** Another one with each log-in and each end, so that what belongs to a former session is known by it. */
let number = 0;
const listeners = new Set<() => void>();
const leavers = new Set<() => void>();

/** For `useSyncExternalStore`. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls when somebody is no longer signed in here: what was theirs is to be forgotten. */
export function onLeave(leaver: () => void): void {
  leavers.add(leaver);
}

export function currentStanding(): Standing {
  return standing;
}

/** Which session this is, among those of this page. */
export function sessionNumber(): number {
  return number;
}

/** Takes the token of a log-in or a registration: a new session, whoever was here before. */
export function begin(session: SessionView): void {
  if (held !== null && held.user !== session.user) leave();
  number += 1;
  hold(session);
}

/** Forgets the token of that session; the cookie is the server's to take. A session that is over stays so. */
export function end(of: number = number): void {
  if (of !== number || standing === 'out') return;
  number += 1;
  held = null;
  leave();
  change('out');
}

/**
 * Ends the session at the server, and then here, after `before`. Where the server did not do it, throws the
 * problem, and one is still signed in.
 */
export async function signOut(before?: () => Promise<unknown>): Promise<void> {
  const of = number;
  await locked(async () => {
    // Even when the page is left meanwhile.
    const response = await ask('DELETE', '/v1/session');
    if (!response.ok && response.status !== 401) throw await problemOf(response);
  });
  await before?.();
  end(of);
}

/** A token that still holds, renewed where needed; `null` for nobody. */
export async function accessToken(): Promise<string | null> {
  if (held !== null && performance.now() < held.renewAt) return held.token;
  if (standing === 'out') return null;
  const of = standing === 'in' ? number : null;
  await refresh();
  if (of !== null && of !== number && held !== null) throw Problem.overtaken();
  return held?.token ?? null;
}

/**
 * Exchanges the cookie. `false` when there is none that holds; throws the problem when no answer came,
 * so that being offline logs nobody out.
 */
export function refresh(): Promise<boolean> {
  refreshing ??= locked(exchange).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function exchange(): Promise<boolean> {
  const of = number;
  // The answer carries the next cookie: it must arrive even when the page is left meanwhile.
  const response = await ask('POST', '/v1/session/refresh');
  if (response.ok) {
    const session = (await response.json()) as SessionView;
    if (of === number) renew(session);
    return held !== null;
  }
  if (response.status < 500 && response.status !== 429) {
    end(of);
    return held !== null;
  }
  throw await problemOf(response);
}

/** Takes a token in the place of the former one. Another user's came from another tab: the page starts anew. */
function renew(session: SessionView): void {
  if (held !== null && held.user !== session.user) {
    window.location.reload();
    throw Problem.overtaken();
  }
  hold(session);
}

function ask(method: string, path: string): Promise<Response> {
  const headers = { accept: 'application/json' };
  return fetch(path, { method, headers, credentials: 'same-origin', keepalive: true }).catch(() => {
    throw Problem.offline();
  });
}

async function problemOf(response: Response): Promise<Problem> {
  return Problem.of(response, await response.json().catch(() => null));
}

function locked<T>(work: () => Promise<T>): Promise<T> {
  if (navigator.locks === undefined) return work();
  return navigator.locks.request('convoke-refresh', work) as Promise<T>;
}

function hold(session: SessionView): void {
  const lifetimeSeconds = Math.max(session.expires_in - RENEW_BEFORE_SECONDS, 1);
  held = {
    token: session.access_token,
    user: session.user,
    renewAt: performance.now() + lifetimeSeconds * 1000,
  };
  change('in');
}

function leave(): void {
  for (const leaver of leavers) leaver();
}

function change(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}
