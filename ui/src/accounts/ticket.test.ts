import { expect, test } from 'vitest';
import { fragmentValue } from './ticket';

test('a_fragment_gives_the_value_of_its_name_and_nothing_else', () => {
  expect(fragmentValue('#token=abc_-.1', 'token')).toBe('abc_-.1');
  expect(fragmentValue('#code=k7', 'code')).toBe('k7');
  expect(fragmentValue('#code=k7', 'token')).toBeNull();
  expect(fragmentValue('#token=', 'token')).toBeNull();
  expect(fragmentValue('', 'token')).toBeNull();
});
