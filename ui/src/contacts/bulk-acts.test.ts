import { expect, test } from 'vitest';
import { among, followOf, withoutTags, withTags } from './bulk-acts';

const row = { id: 'a', name: 'Ada', phone: null, email: null, tags: ['VIP'] };

test('tags_that_differ_in_case_are_one', () => {
  expect(withTags(['vip', 'new'])(row)?.tags).toEqual(['VIP', 'new']);
  expect(withoutTags(['vip'])(row)?.tags).toEqual([]);
});

test('those_who_were_named_change_in_every_list_and_all_that_match_in_their_own', () => {
  const named = followOf({ act: 'delete', select: { contacts: ['a'] } }, null);
  expect(named?.only).toBeNull();
  expect(named?.patch(row)).toBeNull();
  expect(named?.patch({ ...row, id: 'b' })).not.toBeNull();
  const matching = followOf({ act: 'delete', select: { filter: { tag: ['vip'] } } }, { tag: ['vip'] });
  expect(matching?.only).toEqual({ tag: ['vip'] });
  expect(matching?.patch({ ...row, id: 'b' })).toBeNull();
});

test('only_those_who_were_picked_change', () => {
  const gone = among((id) => id === 'a', () => null);
  expect(gone(row)).toBeNull();
  expect(gone({ ...row, id: 'b' })).toEqual({ ...row, id: 'b' });
});
