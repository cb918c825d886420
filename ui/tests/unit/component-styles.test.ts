import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CLASSES_OF_A_PART, sheetsByClass } from '../../scripts/component-styles.ts';

const LIBRARY = resolve(import.meta.dirname, '../../node_modules/@mantine/core');
const sheets = sheetsByClass(resolve(LIBRARY, 'styles'));

/** The classes that a component's scripts name. */
function classesOf(component: string): string[] {
  const folder = resolve(LIBRARY, 'esm/components', component);
  const files = readdirSync(folder).filter((file) => file.endsWith('.module.mjs'));
  return files.flatMap((file) => readFileSync(resolve(folder, file), 'utf8').match(/\bm_[0-9a-f]+\b/g) ?? []);
}

test('a_component_brings_the_style_sheet_with_the_rules_of_its_classes', () => {
  for (const component of ['Button', 'Menu', 'Table', 'NavLink']) {
    const needed = new Set(classesOf(component).flatMap((name) => sheets.get(name) ?? []));
    expect([...needed], component).toContain(`${component}.css`);
  }
});

test('no_rule_of_the_library_is_left_without_a_class_that_brings_it', () => {
  const whole = new Set(readFileSync(resolve(LIBRARY, 'styles.css'), 'utf8').match(/\bm_[0-9a-f]+\b/g));
  expect([...whole].filter((name) => !sheets.has(name))).toEqual([]);
});

test('whatever_names_classes_brings_their_rules_wherever_the_library_keeps_it', () => {
  const esm = resolve(LIBRARY, 'esm');
  const naming = readdirSync(esm, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.module.mjs'));
  expect(naming.length).toBeGreaterThan(50);
  expect(naming.filter((path) => !CLASSES_OF_A_PART.test(resolve(esm, path)))).toEqual([]);
});
