import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** The folders whose words are loaded with their views: `Area` in src/i18n.ts. */
const AREAS = ['accounts', 'admin', 'board', 'contacts', 'events', 'messages', 'orgs'];
/** What an area lends to others, such as the names of roles and states, is there from the start. */
const LENT = '**/*-words.*';
const TESTS = '**/*.test.*';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  catalogs: [
    {
      path: 'src/locales/{locale}/base',
      include: ['src/*.ts', 'src/*.tsx', 'src/parts', 'src/shell', ...AREAS.map((area) => `src/${area}/*-words.*`)],
      exclude: [TESTS],
    },
    ...AREAS.map((area) => ({
      path: `src/locales/{locale}/${area}`,
      include: [`src/${area}`],
      exclude: [LENT, TESTS],
    })),
  ],
  // Line numbers would change the catalogues at every edit of the code.
  format: formatter({ lineNumbers: false, origins: false }),
});
