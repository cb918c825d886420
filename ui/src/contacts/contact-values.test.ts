import { describe, expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { BLANK, changeOf, differences, newContact, rebased, valuesOf } from './contact-values';

const ada: Schemas['Contact'] = {
  id: 'a',
  name: 'Ada Okafor',
  first_name: 'Ada',
  last_name: 'Okafor',
  phone: '+12125550101',
  phone_is_mobile: false,
  email: null,
  tags: ['vip'],
  note: '',
  organization: '',
  fields: { city: 'Lagos' },
  custom: { Diet: 'vegan' },
  lists: [],
  invited: false,
  opted_out: false,
  former: [],
  zone: null,
  created_at: '2026-06-01T12:00:00Z',
  rev: 1,
};

describe('what is sent', () => {
  test('a_new_contact_has_only_what_was_written', () => {
    const values = { ...BLANK, first_name: ' Bo ', phone: '212-555-0102', fields: { city: ' ' }, custom: [{ name: '', value: 'x' }] };
    expect(newContact(values)).toEqual({ first_name: 'Bo', phone: '212-555-0102', tags: [], fields: {}, custom: {} });
  });

  test('nothing_changed_sends_nothing', () => {
    expect(changeOf(valuesOf(ada), ada)).toEqual({});
  });

  test('what_was_emptied_is_cleared', () => {
    const values = { ...valuesOf(ada), phone: '', email: 'ada@example.com', fields: { city: '' }, custom: [] };
    expect(changeOf(values, ada)).toEqual({ phone: null, email: 'ada@example.com', fields: { city: null }, custom: {} });
  });
});

describe('when somebody else was faster', () => {
  const now = { ...ada, phone: '+12125550199', tags: ['vip', 'choir'], fields: { city: 'Abuja', country: 'Nigeria' } };

  test('what_was_typed_stays_and_the_rest_is_theirs', () => {
    const typed = { ...valuesOf(ada), first_name: 'Adaeze', fields: { city: 'Kano' } };
    const values = rebased(typed, ada, now);
    expect(changeOf(values, now)).toEqual({ first_name: 'Adaeze', fields: { city: 'Kano' } });
    expect([values.phone, values.tags]).toEqual(['+12125550199', ['vip', 'choir']]);
  });

  test('it_is_said_what_they_changed', () => {
    expect(differences(ada, now)).toEqual(['phone', 'tags', 'city', 'country']);
  });
});
