import { expect, test } from 'vitest';
import { among, withoutTags, withTags } from './bulk-acts';

const row = { id: 'a', name: 'Ada', phone: null, email: null, tags: ['VIP'] };

test('tags_that_differ_in_case_are_one', () => {
  expect(withTags(['vip', 'new'])(row)?.tags).toEqual(['VIP', 'new']);
  expect(withoutTags(['vip'])(row)?.tags).toEqual([]);
});

test('only_those_who_were_picked_change', () => {
  const gone = among((id) => id === 'a', () => null);
  expect(gone(row)).toBeNull();
  expect(gone({ ...row, id: 'b' })).toEqual({ ...row, id: 'b' });
});
