import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** A class of the component library: `m_` and a hash. */
const CLASS = /\bm_[0-9a-f]+\b/g;
/** Where a part of it keeps the names of its classes. */
export const CLASSES_OF_A_PART = /@mantine\/core\/esm\/.*\.module\.mjs$/;

/**
 * Loads the styles of a component with its script. The library ships one style sheet for all components, and one for
 * each; so each view brings the styles of the components that it is the first to show, and no other.
 */
export function componentStyles(): Plugin {
  const folder = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles/global.css'));
  const sheets = sheetsByClass(folder);
  return {
    name: 'component-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!CLASSES_OF_A_PART.test(id)) return null;
      const needed = new Set((code.match(CLASS) ?? []).flatMap((name) => sheets.get(name) ?? []));
      const imports = [...needed].map((sheet) => `import '@mantine/core/styles/${sheet}';`);
      return { code: `${imports.join('\n')}\n${code}`, map: null, moduleSideEffects: imports.length > 0 };
    },
  };
}

/** Which of the style sheets has the rules of a class. */
export function sheetsByClass(folder: string): Map<string, string[]> {
  const sheets = new Map<string, string[]>();
  const names = readdirSync(folder).filter((name) => name.endsWith('.css') && !name.endsWith('.layer.css'));
  for (const name of names.sort()) {
    for (const found of new Set(readFileSync(join(folder, name), 'utf8').match(CLASS))) {
      sheets.set(found, [...(sheets.get(found) ?? []), name]);
    }
  }
  return sheets;
}
