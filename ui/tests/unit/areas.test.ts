import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = resolve(import.meta.dirname, '../../src');
const AREAS = ['accounts', 'admin', 'board', 'contacts', 'events', 'messages', 'orgs'];
const IMPORT = /from '(\.[^']+)'|import\('(\.[^']+)'\)|^import '(\.[^']+)'/gm;
const VIEW = /view\(\[([^\]]*)\], \(\) => import\('\.\/([^']+)'\)/g;

/** All files of ours that a view needs, however far. */
function needs(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, ...paths] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const path = resolve(dirname(file), paths.find((path) => path !== undefined) ?? '');
    const next = [`${path}.ts`, `${path}.tsx`].find(existsSync);
    if (next !== undefined && !next.endsWith('router.tsx')) needs(next, found);
  }
  return found;
}

/** The areas whose catalogues have words that a view shows; words that are lent are there from the start. */
function areasOf(view: string): string[] {
  const areas = [...needs(resolve(SOURCES, `${view}.tsx`))]
    .filter((file) => !/-words\.tsx?$/.test(file) && readFileSync(file, 'utf8').includes('@lingui/'))
    .map((file) => relative(SOURCES, file).split('/')[0] ?? '');
  return AREAS.filter((area) => areas.includes(area));
}

test('each_view_opens_the_areas_whose_words_it_shows', () => {
  const views = [...readFileSync(resolve(SOURCES, 'router.tsx'), 'utf8').matchAll(VIEW)];
  expect(views.length).toBeGreaterThan(30);
  const declared = views.map(([, areas, view]) => [view, [...(areas ?? '').matchAll(/\w+/g)].map(String)]);
  expect(declared).toEqual(views.map(([, , view]) => [view, areasOf(view ?? '')]));
});
