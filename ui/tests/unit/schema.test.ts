import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

const DOCUMENT = new URL('../../../docs/openapi.json', import.meta.url);
const TYPES = new URL('../../src/api/schema.d.ts', import.meta.url);

/** Without what the tool writes above them. */
const types = (text: string) => text.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '').trim();

test('the_types_of_the_api_are_current', async () => {
  const fresh = types(astToString(await openapiTS(DOCUMENT, { defaultNonNullable: false })));
  // Not `toBe`: the difference of ten thousand lines says less than what to do.
  expect(types(readFileSync(TYPES, 'utf8')) === fresh, 'docs/openapi.json changed: npm run api').toBe(true);
}, 30_000);
