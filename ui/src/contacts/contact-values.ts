/** A contact as a form has it, and what of it has to be sent. */
import type { Schemas } from '../api/client';

type Contact = Schemas['Contact'];

/** What the form's inputs hold. */
export interface ContactValues extends Record<string, unknown> {
  first_name: string;
  last_name: string;
  phone: string;
  email: string;
  organization: string;
  note: string;
  zone: string;
  tags: string[];
  fields: Record<string, string>;
  custom: { name: string; value: string }[];
}

const TEXTS = ['first_name', 'last_name', 'phone', 'email', 'organization', 'note', 'zone'] as const;

export const BLANK: ContactValues = {
  first_name: '',
  last_name: '',
  phone: '',
  email: '',
  organization: '',
  note: '',
  zone: '',
  tags: [],
  fields: {},
  custom: [],
};

export function valuesOf(contact: Contact): ContactValues {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, contact[name] ?? '']));
  return {
    ...BLANK,
    ...texts,
    tags: contact.tags,
    fields: { ...contact.fields },
    custom: Object.entries(contact.custom).map(([name, value]) => ({ name, value })),
  };
}

/** A new contact: what was left empty is not sent. */
export function newContact(values: ContactValues): Schemas['NewContact'] {
  const texts = TEXTS.map((name) => [name, values[name].trim()]).filter(([, text]) => text !== '');
  return {
    ...Object.fromEntries(texts),
    tags: values.tags,
    fields: filled(values.fields),
    custom: customOf(values),
  };
}

/** What changed against the contact as it was seen; what was emptied is cleared. */
export function changeOf(values: ContactValues, seen: Contact): Schemas['ChangeContact'] {
  const before = valuesOf(seen);
  const change: Schemas['ChangeContact'] = {};
  for (const name of TEXTS) {
    const text = values[name].trim();
    if (text !== before[name]) change[name] = text === '' ? null : text;
  }
  if (!same(values.tags, before.tags)) change.tags = values.tags;
  const fields = changedFields(values.fields, before.fields);
  if (Object.keys(fields).length > 0) change.fields = fields;
  if (!same(customOf(values), customOf(before))) change.custom = customOf(values);
  return change;
}

/**
 * The form after somebody else changed the contact: what was typed stays, what was not touched becomes
 * what it is now.
 */
export function rebased(values: ContactValues, before: Contact, now: Contact): ContactValues {
  const [old, fresh] = [valuesOf(before), valuesOf(now)];
  const texts = TEXTS.map((name) => [name, values[name] === old[name] ? fresh[name] : values[name]]);
  const touched = changedFields(values.fields, old.fields);
  return {
    ...values,
    ...Object.fromEntries(texts),
    tags: same(values.tags, old.tags) ? fresh.tags : values.tags,
    fields: filled({ ...fresh.fields, ...Object.fromEntries(Object.entries(touched).map(([name, text]) => [name, text ?? ''])) }),
    custom: same(customOf(values), customOf(old)) ? fresh.custom : values.custom,
  };
}

/** The names of what differs between two states of a contact. */
export function differences(before: Contact, now: Contact): string[] {
  return Object.keys(changeOf(valuesOf(now), before)).flatMap((name) =>
    name === 'fields' ? Object.keys(changedFields(now.fields, before.fields)) : [name],
  );
}

function changedFields(
  fields: Record<string, string>,
  before: Record<string, string>,
): Record<string, string | null> {
  const names = new Set([...Object.keys(fields), ...Object.keys(before)]);
  const changes = [...names].map((name) => [name, (fields[name] ?? '').trim(), before[name] ?? ''] as const);
  return Object.fromEntries(
    changes.filter(([, text, old]) => text !== old).map(([name, text]) => [name, text === '' ? null : text]),
  );
}

function filled(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text.trim() !== ''));
}

function customOf(values: ContactValues): Record<string, string> {
  const rows = values.custom.map(({ name, value }) => [name.trim(), value.trim()]);
  return Object.fromEntries(rows.filter(([name, value]) => name !== '' && value !== ''));
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
