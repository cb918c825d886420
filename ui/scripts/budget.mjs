// The page's size: what the first view loads, and each view after it, gzipped. Over the budget fails the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD_KIB_MAX = 250;
const ROUTE_CHUNK_KIB_MAX = 60;

const dist = new URL('../dist/', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const kib = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1024;

/** A chunk with all that it imports at once, each file counted one time. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, found);
  return found;
}
const files = (keys) =>
  new Set([...keys].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shared = closure(entry);
// The first view after log-in: the shell, the events and their words in one language, beside the entry.
const first = new Set(shared);
for (const key of Object.keys(manifest)) {
  if (/src\/(shell\/shell|orgs\/org-frame|events\/events)\.tsx$|locales\/en\/(base|events)\.po$/.test(key)) closure(key, first);
}
const firstLoad = [...files(first)].reduce((sum, file) => sum + kib(file), 0);
const faults = [];
console.log(`first load ${firstLoad.toFixed(1)} KiB of ${FIRST_LOAD_KIB_MAX} (gzip)`);
if (firstLoad > FIRST_LOAD_KIB_MAX) faults.push('the first load');
/** What was loaded before a part can be opened: the first view, and the view that opens it. */
function before(key) {
  const openers = Object.keys(manifest).filter((opener) => manifest[opener].dynamicImports?.includes(key));
  const [opener] = openers;
  return openers.length === 1 && opener !== entry ? closure(opener, new Set(first)) : first;
}

for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || first.has(key)) continue;
  const there = files(before(key));
  const size = [...files(closure(key))].filter((file) => !there.has(file)).reduce((sum, file) => sum + kib(file), 0);
  if (size > ROUTE_CHUNK_KIB_MAX) faults.push(`${key} (${size.toFixed(1)} KiB of ${ROUTE_CHUNK_KIB_MAX})`);
  console.log(`${size.toFixed(1).padStart(6)} KiB ${key}`);
}
if (readdirSync(dist).length === 0 || faults.length > 0) {
  console.error(`over budget: ${faults.join(', ')}`);
  process.exit(1);
}
