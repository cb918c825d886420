/** The API's client: types from its document, errors as `Problem`, the token put in by itself. */
import createClient, { type Middleware } from 'openapi-fetch';
import { Problem } from './problem';
import type { components, paths } from './schema';
import { accessToken, end, refresh, sessionNumber } from './session';

export type Schemas = components['schemas'];

/** A value with the revision under which it was seen, for `If-Match`. */
export interface Seen<T> {
  value: T;
  etag: string | null;
}

const identified: Middleware = {
  async onRequest({ request, schemaPath }) {
    // Who logs in is nobody yet, even where somebody else still is.
    if (schemaPath === '/v1/session') return request;
    const token = await accessToken();
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return undefined;
    throw Problem.of(response, await response.clone().json().catch(() => null));
  },
};

/** Sends; a token that was refused although it seemed to hold is renewed once. */
async function send(request: Request): Promise<Response> {
  if (!request.headers.has('authorization')) return reach(request);
  const of = sessionNumber();
  const again = request.clone();
  const response = await reach(request);
  if (of !== sessionNumber()) throw Problem.overtaken();
  if (response.status !== 401) return response;
  const renewed = await refresh();
  if (of !== sessionNumber() && renewed) throw Problem.overtaken();
  if (!renewed) return response;
  again.headers.set('authorization', `Bearer ${await accessToken()}`);
  const second = await reach(again);
  if (second.status === 401) end(of);
  return second;
}

function reach(request: Request): Promise<Response> {
  return fetch(request).catch(() => {
    throw Problem.offline();
  });
}

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://127.0.0.1:3000',
  fetch: send,
});
api.use(identified);

/** The body of an answer. Errors were thrown before. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await answer).data as T;
}

/** The body of an answer, and its `ETag`. */
export async function seen<T>(answer: Promise<{ data?: T; response: Response }>): Promise<Seen<T>> {
  const { data, response } = await answer;
  return { value: data as T, etag: response.headers.get('etag') };
}
