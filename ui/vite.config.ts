import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { componentStyles } from './scripts/component-styles.ts';

/** Where `npm run dev` finds the API: the host of `./run`. */
const HOST = process.env.CONVOKE_HOST ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [
    react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } }),
    lingui({ failOnMissing: process.env.CONVOKE_MESSAGES === 'strict' }),
    componentStyles(),
  ],
  build: {
    target: 'es2022',
    // A picture that is inlined would need `data:` in more places of the page's policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/r', '/join', '/host', '/sim'].map((path) => [path, HOST])),
  },
  test: { include: ['src/**/*.test.{ts,tsx}', 'tests/unit/**/*.test.ts'], environment: 'node' },
});
