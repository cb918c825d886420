import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  catalogs: [{ path: 'src/locales/{locale}', include: ['src'], exclude: ['**/*.test.*'] }],
  // Line numbers would change the catalogues at every edit of the code.
  format: formatter({ lineNumbers: false, origins: false }),
});
