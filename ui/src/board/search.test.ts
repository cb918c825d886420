import { expect, test } from 'vitest';
import { addSearch, queueSearch } from './search';

test('the_address_of_the_list_keeps_what_it_knows_and_drops_the_rest', () => {
  expect(queueSearch({ show: 'asked', invitee: 'inv_1', other: 'x' })).toEqual({ show: 'asked', invitee: 'inv_1' });
  expect(queueSearch({ show: 'line' })).toEqual({});
  expect(queueSearch({ show: 'nonsense', invitee: 7 })).toEqual({});
});

test('a_tag_that_is_a_number_stays_a_tag', () => {
  expect(addSearch({ from: 'tag', tag: 2026 })).toEqual({ from: 'tag', tag: '2026' });
  expect(addSearch({ from: 'people', q: '' })).toEqual({});
});
