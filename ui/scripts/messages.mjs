// Fails when a text of the page is missing in a catalogue, stands there no longer used, or is not translated.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCALES = new URL('../src/locales/', import.meta.url).pathname;
const SOURCE = 'en';

/** The catalogues by their paths, without the moment of writing, which changes at each run. */
function catalogues() {
  const paths = readdirSync(LOCALES, { recursive: true }).filter((path) => path.endsWith('.po'));
  return new Map(paths.map((path) => [path, readFileSync(join(LOCALES, path), 'utf8')]));
}
const timeless = (text) => text?.replace(/^"POT-Creation-Date:.*\n/m, '');

/** Entries whose translation is empty. Those of the file's head are no entries. */
function untranslated(text) {
  return [...text.matchAll(/^msgid (".+"|""(?:\n".*")+)\nmsgstr ""\n(?!")/gm)].map(([, id]) => id);
}

const before = catalogues();
const run = spawnSync('npx', ['--no-install', 'lingui', 'extract', '--clean'], { stdio: ['ignore', 'pipe', 'inherit'] });
const after = catalogues();
for (const [path, text] of before) writeFileSync(join(LOCALES, path), text);

const faults = run.status === 0 ? [] : ['the texts could not be collected'];
for (const path of new Set([...before.keys(), ...after.keys()])) {
  if (timeless(before.get(path)) !== timeless(after.get(path))) faults.push(`${path} is not current: npm run messages`);
}
for (const [path, text] of before) {
  const missing = path.startsWith(`${SOURCE}/`) ? [] : untranslated(text);
  if (missing.length > 0) faults.push(`${path} lacks ${missing.length}: ${missing.slice(0, 5).join(' | ')}`);
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${before.size} catalogues are complete and current`);
