import { expect, test } from 'vitest';
import { faultsOf, render } from './template';

const INVITE = { variables: ['name', 'event', 'link'], required: ['link'] };

test('variables_are_filled_in_with_or_without_blanks_in_the_braces', () => {
  expect(render('{{name}}, {{ event }}! {{link}}', { name: 'Ada', event: 'Dinner', link: 'https://x/r/1' })).toBe(
    'Ada, Dinner! https://x/r/1',
  );
});

test('braces_in_a_value_stay_braces_and_line_breaks_become_blanks', () => {
  expect(render('{{name}}', { name: '{{link}}\nnext', link: 'no' })).toBe('{{link}} next');
  expect(render('{{message}}', { message: 'one\ntwo' })).toBe('one\ntwo');
});

test('a_value_that_is_too_long_is_cut', () => {
  expect(render('{{event}}', { event: 'x'.repeat(300) })).toBe(`${'x'.repeat(198)}..`);
  expect(render('{{event}}', { event: 'x'.repeat(200) })).toBe('x'.repeat(200));
});

test('what_is_wrong_is_told_all_at_once', () => {
  expect(faultsOf('', INVITE)).toEqual([{ what: 'empty' }, { what: 'missing', name: 'link' }]);
  expect(faultsOf('{{name}} {{nmae}} {{deadline}} {{lin', INVITE)).toEqual([
    { what: 'unknown', name: 'nmae' },
    { what: 'not_here', name: 'deadline' },
    { what: 'unclosed' },
    { what: 'missing', name: 'link' },
  ]);
  expect(faultsOf(`{{link}}${'x'.repeat(605)}`, INVITE)).toEqual([{ what: 'too_long' }]);
  expect(faultsOf(`{{link}}${'x'.repeat(604)}`, INVITE)).toEqual([]);
});
