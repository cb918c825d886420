// Fails when a text of the page is missing in a catalogue, stands there no longer used, or is not translated.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const LOCALES = ['en', 'de', 'ar'];
const path = (locale) => new URL(`../src/locales/${locale}.po`, import.meta.url);
/** Without the moment of writing, which changes at each run. */
const read = (locale) => readFileSync(path(locale), 'utf8').replace(/^"POT-Creation-Date:.*\n/m, '');

const before = LOCALES.map((locale) => readFileSync(path(locale), 'utf8'));
const stood = LOCALES.map(read);
const run = spawnSync('npx', ['lingui', 'extract', '--clean'], { stdio: ['ignore', 'pipe', 'inherit'] });
const fresh = LOCALES.map(read);
LOCALES.forEach((locale, index) => writeFileSync(path(locale), before[index]));

const faults = [];
if (run.status !== 0) faults.push('the texts could not be collected');
LOCALES.forEach((locale, index) => {
  if (fresh[index] !== stood[index]) faults.push(`${locale}.po is not current: npm run messages`);
});
for (const locale of LOCALES.filter((name) => name !== 'en')) {
  // An entry whose translation is the empty string, the head of the file apart.
  const missing = [...read(locale).matchAll(/^msgid "(.+)"\nmsgstr ""\n(?!")/gm)].map(([, id]) => id);
  if (missing.length > 0) faults.push(`${locale}.po lacks ${missing.length}: ${missing.slice(0, 5).join(' | ')}`);
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${LOCALES.length} catalogues are complete and current`);
