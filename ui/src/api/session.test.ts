import { beforeEach, expect, test, vi } from 'vitest';

type Answer = () => Promise<Response>;

let session: typeof import('./session');
let answers: Answer[];
let left: number;
const asked = vi.fn<(path: unknown, init?: RequestInit) => Promise<Response>>();
const reload = vi.fn();

const tokenOf = (user: string, token = `token of ${user}`, seconds = 900) => ({
  access_token: token,
  expires_in: seconds,
  token_type: 'Bearer',
  user,
});
const json = (status: number, value: unknown): Answer => () =>
  Promise.resolve(new Response(JSON.stringify(value), { status }));

/** An answer that comes when it is let go. */
function held(answer: Answer): { answer: Answer; letGo: () => void } {
  let letGo = () => undefined as void;
  const gate = new Promise<void>((open) => {
    letGo = open;
  });
  return { answer: () => gate.then(answer), letGo: () => letGo() };
}

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('window', { location: { reload } });
  vi.stubGlobal('fetch', asked);
  reload.mockReset();
  answers = [];
  left = 0;
  asked.mockReset();
  asked.mockImplementation(() => (answers.shift() ?? (() => Promise.reject(new Error('offline'))))());
  session = await import('./session');
  session.onLeave(() => {
    left += 1;
  });
});

test('what_was_shown_is_forgotten_when_the_session_ends', () => {
  session.begin(tokenOf('ada'));
  expect(left).toBe(0);
  session.end();
  expect([session.currentStanding(), left]).toEqual(['out', 1]);
  session.end();
  expect(left).toBe(1);
});

test('what_was_shown_is_forgotten_when_another_user_logs_in', () => {
  session.begin(tokenOf('ada'));
  session.begin(tokenOf('ada', 'again'));
  expect(left).toBe(0);
  session.begin(tokenOf('bo'));
  expect(left).toBe(1);
});

test('another_users_token_from_another_tab_loads_the_page_anew_and_is_not_taken', async () => {
  session.begin(tokenOf('ada', 'short', 1));
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  answers = [json(200, tokenOf('bo'))];
  await expect(session.accessToken()).rejects.toMatchObject({ slug: 'unauthenticated' });
  expect(reload).toHaveBeenCalledOnce();
  vi.restoreAllMocks();
});

test('a_renewal_that_answers_after_the_end_signs_nobody_in', async () => {
  session.begin(tokenOf('ada'));
  const late = held(json(200, tokenOf('ada', 'late')));
  answers = [late.answer];
  const renewing = session.refresh();
  session.end();
  late.letGo();
  expect(await renewing).toBe(false);
  expect([session.currentStanding(), await session.accessToken()]).toEqual(['out', null]);
});

test('a_renewal_that_is_refused_late_does_not_end_the_next_session', async () => {
  session.begin(tokenOf('ada'));
  const late = held(json(401, {}));
  answers = [late.answer];
  const renewing = session.refresh();
  session.end();
  session.begin(tokenOf('bo'));
  late.letGo();
  await renewing;
  expect([session.currentStanding(), await session.accessToken()]).toEqual(['in', 'token of bo']);
});

test('signing_out_ends_the_session_when_the_server_has_done_it', async () => {
  session.begin(tokenOf('ada'));
  answers = [() => Promise.resolve(new Response(null, { status: 204 }))];
  const before = vi.fn(() => Promise.resolve(expect(session.currentStanding()).toBe('in')));
  await session.signOut(before);
  expect(before).toHaveBeenCalledOnce();
  expect(asked).toHaveBeenCalledWith('/v1/session', expect.objectContaining({ method: 'DELETE', keepalive: true }));
  expect(session.currentStanding()).toBe('out');
});

test('without_an_answer_to_the_sign_out_one_stays_signed_in', async () => {
  session.begin(tokenOf('ada'));
  await expect(session.signOut()).rejects.toMatchObject({ slug: 'offline' });
  answers = [json(500, {})];
  await expect(session.signOut()).rejects.toMatchObject({ slug: 'internal' });
  expect([session.currentStanding(), left]).toEqual(['in', 0]);
});

test('a_sign_out_does_not_throw_out_who_signs_in_meanwhile', async () => {
  session.begin(tokenOf('ada'));
  answers = [() => Promise.resolve(new Response(null, { status: 204 }))];
  await session.signOut(() => Promise.resolve(session.begin(tokenOf('bo'))));
  expect([session.currentStanding(), await session.accessToken()]).toEqual(['in', 'token of bo']);
});

test('being_offline_logs_nobody_out', async () => {
  session.begin(tokenOf('ada'));
  await expect(session.refresh()).rejects.toMatchObject({ slug: 'offline' });
  expect(session.currentStanding()).toBe('in');
});
