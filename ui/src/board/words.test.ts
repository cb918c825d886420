import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = `${import.meta.dirname}/../../..`;
const { schemas } = (
  JSON.parse(readFileSync(`${ROOT}/docs/openapi.json`, 'utf8')) as {
    components: { schemas: Record<string, { properties: Record<string, { description?: string }> }> };
  }
).components;

/** The values that the API's document names for a field, each between backticks. */
function named(schema: string, field: string): string[] {
  const words = schemas[schema]?.properties[field]?.description ?? '';
  return [...words.matchAll(/`([\w-]+)`/g)].map(([, value]) => value ?? '');
}

/** The values that a file has words for. */
function said(file: string): string[] {
  const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  return [...source.matchAll(/case '([\w-]+)':/g)].map(([, value]) => value ?? '');
}

test.each([
  ['WaitReason', 'reason', 'wait-words.ts'],
  ['Invitee', 'status', 'status-words.ts'],
  ['InviteeSkipped', 'reason', 'status-words.ts'],
  ['MessageView', 'state', 'status-words.ts'],
  ['EventStatus', 'state', 'status-words.ts'],
])('every_%s_%s_has_words', (schema, field, file) => {
  const values = named(schema, field);
  expect(values.length).toBeGreaterThan(4);
  expect(said(file)).toEqual(expect.arrayContaining(values));
});
