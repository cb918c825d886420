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
  /** Milliseconds of `performance.now()` at which it is renewed: before it ends. */
  renewAt: number;
}

/** Renewed this long before its end, in seconds: longer than any request of ours takes. */
const RENEW_BEFORE_SECONDS = 60;

let held: Held | null = null;
let standing: Standing = 'unknown';
let refreshing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

/** For `useSyncExternalStore`. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentStanding(): Standing {
  return standing;
}

/** Takes the token of a log-in, a registration or a refresh. */
export function begin(session: SessionView): void {
  const lifetimeSeconds = Math.max(session.expires_in - RENEW_BEFORE_SECONDS, 1);
  held = { token: session.access_token, renewAt: performance.now() + lifetimeSeconds * 1000 };
  change('in');
}

/** Forgets the token; the cookie is the server's to take. */
export function end(): void {
  held = null;
  change('out');
}

/** A token that still holds, renewed where needed; `null` for nobody. */
export async function accessToken(): Promise<string | null> {
  if (held !== null && performance.now() < held.renewAt) return held.token;
  if (standing === 'out') return null;
  await refresh();
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
  const response = await fetch('/v1/session/refresh', {
    method: 'POST',
    headers: { accept: 'application/json' },
    credentials: 'same-origin',
    // The answer carries the next cookie: it must arrive even when the page is left meanwhile.
    keepalive: true,
  }).catch(() => {
    throw Problem.offline();
  });
  if (response.ok) {
    begin((await response.json()) as SessionView);
    return true;
  }
  if (response.status < 500 && response.status !== 429) {
    end();
    return false;
  }
  throw Problem.of(response, await response.json().catch(() => null));
}

function locked(work: () => Promise<boolean>): Promise<boolean> {
  if (navigator.locks === undefined) return work();
  return navigator.locks.request('convoke-refresh', work) as Promise<boolean>;
}

function change(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}
