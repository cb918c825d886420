import { beforeEach, expect, test, vi } from 'vitest';

let client: typeof import('./client');
let session: typeof import('./session');
const asked = vi.fn<(input: Request | string, init?: RequestInit) => Promise<Response>>();

const tokenOf = (user: string, token = `token of ${user}`) => ({
  access_token: token,
  expires_in: 900,
  token_type: 'Bearer',
  user,
});
const answer = (status: number, value: unknown = {}) => Promise.resolve(new Response(JSON.stringify(value), { status }));
const orgs = () => client.body(client.api.GET('/v1/orgs'));
/** The `authorization` of each request to the API, `null` for a request without one. */
const sent = () =>
  asked.mock.calls.map(([input]) => (input instanceof Request ? input.headers.get('authorization') : input));

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', asked);
  asked.mockReset();
  session = await import('./session');
  client = await import('./client');
});

test('a_token_that_was_refused_is_renewed_once', async () => {
  session.begin(tokenOf('ada'));
  asked.mockReturnValueOnce(answer(401)).mockReturnValueOnce(answer(200, tokenOf('ada', 'new')));
  asked.mockReturnValueOnce(answer(200, { orgs: [] }));
  expect(await orgs()).toEqual({ orgs: [] });
  expect(sent()).toEqual(['Bearer token of ada', '/v1/session/refresh', 'Bearer new']);
});

test('a_token_that_is_refused_again_ends_the_session', async () => {
  session.begin(tokenOf('ada'));
  asked.mockReturnValueOnce(answer(401)).mockReturnValueOnce(answer(200, tokenOf('ada', 'new')));
  asked.mockReturnValueOnce(answer(401));
  await expect(orgs()).rejects.toMatchObject({ status: 401 });
  expect(session.currentStanding()).toBe('out');
});

test('an_answer_to_a_former_user_is_given_to_nobody', async () => {
  session.begin(tokenOf('ada'));
  asked.mockImplementationOnce(() => {
    session.end();
    session.begin(tokenOf('bo'));
    return answer(200, { orgs: ['of ada'] });
  });
  await expect(orgs()).rejects.toMatchObject({ slug: 'unauthenticated' });
  expect(session.currentStanding()).toBe('in');
});

test('a_wrong_password_at_the_log_in_is_tried_once_and_ends_nobodys_session', async () => {
  session.begin(tokenOf('ada'));
  asked.mockReturnValueOnce(answer(401));
  const logIn = client.api.POST('/v1/session', { body: { login: 'bo', password: 'wrong' } });
  await expect(logIn).rejects.toMatchObject({ status: 401 });
  expect(sent()).toEqual([null]);
  expect(session.currentStanding()).toBe('in');
});
