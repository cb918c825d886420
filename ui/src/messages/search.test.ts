import { expect, test } from 'vitest';
import { messagesSearch } from './search';

test('filters_of_the_address_are_kept_and_everything_else_is_left_out', () => {
  expect(messagesSearch({ state: ['rejected', 'lost'], purpose: 'invite', other: 1 })).toEqual({
    state: ['rejected'],
    purpose: ['invite'],
  });
  expect(messagesSearch({ state: 'none', purpose: 7 })).toEqual({});
});
