import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { Problem } from '../api/problem';
import { contactRowsQuery, importLook, isRefused, patchMatching, patchRows } from './queries';

const row = (id: string) => ({ id, name: id, phone: null, email: null, tags: [] });

function pages(...ids: string[]) {
  return { pages: [{ items: ids.map(row) }], pageParams: [''] };
}

function filled() {
  const queries = new QueryClient();
  const vip = contactRowsQuery('o', { tag: ['vip'] }).queryKey;
  const all = contactRowsQuery('o', {}).queryKey;
  queries.setQueryData(vip, pages('a', 'b'));
  queries.setQueryData(all, pages('a', 'b', 'c'));
  const ids = (key: typeof vip) => queries.getQueryData(key)?.pages.flatMap(({ items }) => items.map(({ id }) => id));
  return { queries, vip: () => ids(vip), all: () => ids(all) };
}

test('all_that_match_leave_their_own_list_and_the_others_start_anew', () => {
  const { queries, vip, all } = filled();
  patchMatching(queries, 'o', { tag: ['vip'] }, () => null);
  expect(vip()).toEqual([]);
  expect(all()).toBeUndefined();
});

test('who_was_named_leaves_every_list', () => {
  const { queries, vip, all } = filled();
  patchRows(queries, 'o', (one) => (one.id === 'a' ? null : one));
  expect(vip()).toEqual(['b']);
  expect(all()).toEqual(['b', 'c']);
});

const answered = (status: number) => new Problem('any', status, 'Any', null, [], null, null);

test('what_is_refused_is_not_asked_again_and_what_is_lost_is', () => {
  expect(isRefused(answered(404))).toBe(true);
  expect(isRefused(answered(429))).toBe(false);
  expect(isRefused(answered(500))).toBe(false);
  expect(isRefused(answered(0))).toBe(false);
  expect(isRefused(null)).toBe(false);
});

test('an_import_that_waits_for_its_file_is_looked_at_seldom_and_a_done_one_never', () => {
  const run = (state: string) => ({ state, parts: 2, parts_received: [0] }) as unknown as Schemas['Import'];
  const writing = importLook({ data: run('writing'), error: null });
  expect(importLook({ data: run('done'), error: null })).toBe(false);
  expect(importLook({ data: run('writing'), error: answered(403) })).toBe(false);
  expect(importLook({ data: run('waiting_for_parts'), error: null })).toBeGreaterThan(Number(writing));
});
