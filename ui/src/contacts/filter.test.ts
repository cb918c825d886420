import { describe, expect, test } from 'vitest';
import { filterCount, filterKey, filterOf, listQuery, matching, narrows } from './filter';
import { contactsSearch, duplicatesSearch, importRunSearch } from './search';

describe('the address of the contacts', () => {
  test('it_restores_every_filter', () => {
    const search = contactsSearch({
      q: 'ada',
      tag: ['vip', 'family'],
      match: 'all',
      opted_out: false,
      field: { city: 'Zürich' },
      open: 'tags',
      nonsense: 1,
    });
    expect(search).toEqual({
      q: 'ada',
      tag: ['vip', 'family'],
      match: 'all',
      opted_out: false,
      field: { city: 'Zürich' },
      open: 'tags',
    });
    expect(filterCount(search)).toBe(4);
  });

  test('digits_of_a_phone_stay_text', () => {
    expect(contactsSearch({ q: 2125550101, tag: 2025 })).toEqual({ q: '2125550101', tag: ['2025'] });
  });

  test('the_order_of_its_parts_and_what_is_not_asked_make_no_other_filter', () => {
    expect(filterKey({ q: 'a', list: 'l', name: undefined })).toBe(filterKey({ list: 'l', q: 'a' }));
    expect(filterKey({ tag: ['a'] })).not.toBe(filterKey({}));
  });

  test('what_it_cannot_mean_is_left_out', () => {
    expect(contactsSearch({ q: '', tag: [], match: 'some', opted_out: 'yes', field: [1] })).toEqual({});
    expect(importRunSearch({ result: 'other' })).toEqual({});
    expect(duplicatesSearch({ by: 'name' })).toEqual({});
  });
});

describe('a filter for the api', () => {
  test('each_tag_stands_in_the_query_and_the_cursor_last', () => {
    expect(listQuery({ tag: ['a b', 'c'], match: 'all', field: { 'custom:Shoe': '' } }, 'next', 50)).toBe(
      'tag=a+b&tag=c&match=all&field.custom%3AShoe=&limit=50&cursor=next',
    );
    expect(listQuery({}, '')).toBe('limit=200');
  });

  test('a_change_of_many_means_the_same_contacts', () => {
    expect(matching({})).toEqual({ all: true });
    expect(matching({ match: 'all' })).toEqual({ all: true });
    expect(matching({ tag: ['a'] })).toEqual({ filter: { tag: ['a'] } });
    expect(matching({ tag: ['a', 'b'], match: 'all', q: 'x' })).toEqual({
      filter: { q: 'x', all_tags: ['a', 'b'] },
    });
  });

  test('panels_and_jobs_of_the_address_are_no_filter', () => {
    expect(filterOf({ open: 'new', bulk: 'b', list: 'l' })).toEqual({ list: 'l' });
    expect(narrows(filterOf({ open: 'new' }))).toBe(false);
  });
});
