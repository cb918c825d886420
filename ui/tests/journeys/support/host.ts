/** The host as a child process: everything of Convoke, in memory, on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The repository's root. */
const ROOT = resolve(import.meta.dirname, '../../../..');
/** Longest that a host takes to be ready, in milliseconds, on a machine that is busy. */
const START_MS_MAX = 60_000;

export interface Login {
  email: string;
  password: string;
}

export interface Host {
  origin: string;
  /** The simulated phones and the mailbox. */
  phones: string;
  demo: Login;
  admin: Login;
  /** Proves that we may say for whom we ask, so that limits by address do not mix the tests. */
  viewerKey: string;
  stop: () => Promise<void>;
}

export async function startHost(): Promise<Host> {
  const program = process.env.CONVOKE_XTASK ?? resolve(ROOT, 'target/debug/xtask');
  if (!existsSync(program)) throw new Error(`${program} is not built: cargo build -p xtask, or set CONVOKE_XTASK`);
  const viewerKey = randomBytes(24).toString('base64url');
  const child = spawn(
    program,
    ['host', '--memory', '--port', '0', '--twilio-port', '0', '--ui', process.env.CONVOKE_UI ?? resolve(ROOT, 'ui/dist')],
    { cwd: ROOT, env: { ...process.env, CONVOKE_VIEWER_KEY: viewerKey }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said = await hearReady(child);
  const simulated = (await (await fetch(`${said.origin}/host`)).json()) as { phones_url: string };
  return {
    ...said,
    phones: simulated.phones_url.replace(/\/$/, ''),
    viewerKey,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGINT');
      }),
  };
}

/** Reads what the host prints until it is ready. */
function hearReady(child: ChildProcess): Promise<{ origin: string; demo: Login; admin: Login }> {
  const logins: Record<string, Login> = {};
  return new Promise((ready, refuse) => {
    const late = setTimeout(() => refuse(new Error('the host was not ready in time')), START_MS_MAX);
    child.once('exit', (code) => refuse(new Error(`the host ended with ${code} before it was ready`)));
    if (child.stdout === null) throw new Error('the host has no stdout');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, first, second] = line.trim().split(/\s+/);
      if ((word === 'demo' || word === 'admin') && first !== undefined && second !== undefined) {
        logins[word] = { email: first, password: second };
      }
      if (word === 'ready' && first !== undefined) {
        clearTimeout(late);
        const { demo, admin } = logins;
        if (demo === undefined || admin === undefined) return refuse(new Error('the host told no log-ins'));
        ready({ origin: first.replace(/\/$/, ''), demo, admin });
      }
    });
  });
}
