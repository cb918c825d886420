/** What the addresses of the contact pages say beside the path. */

/** Which contacts are shown. All that is given must hold. */
export interface ContactFilter {
  /** Words of the name or address, or digits of the phone. */
  q?: string;
  /** What the whole name begins with. */
  name?: string;
  tag?: string[];
  /** All of the tags, where any of them would do otherwise. */
  match?: 'all';
  list?: string;
  opted_out?: boolean;
  never_invited?: boolean;
  /** Values of fields by the fields' names; those of the org are `custom:NAME`. */
  field?: Record<string, string>;
}

/** The contacts' page: what is shown, which panel is open, and the change of many that is watched. */
export interface ContactsSearch extends ContactFilter {
  open?: 'new' | 'tags';
  bulk?: string;
}

/** The page of one contact. */
export interface ContactSearch {
  open?: 'edit' | 'merge';
}

/** The page of an import: which rows of its report are shown. */
export interface ImportRunSearch {
  result?: RowOutcome;
}

/** What a row of an import came to. */
export type RowOutcome = 'created' | 'same_phone' | 'same_email' | 'refused';

/** What duplicates are found by. */
export interface DuplicatesSearch {
  by?: 'phone';
}

type Given = Record<string, unknown>;

export function contactsSearch(given: Given): ContactsSearch {
  return tidy({
    q: text(given.q),
    name: text(given.name),
    tag: texts(given.tag),
    match: given.match === 'all' ? 'all' : undefined,
    list: text(given.list),
    opted_out: flag(given.opted_out),
    never_invited: flag(given.never_invited),
    field: fields(given.field),
    open: given.open === 'new' || given.open === 'tags' ? given.open : undefined,
    bulk: text(given.bulk),
  });
}

export function contactSearch(given: Given): ContactSearch {
  return given.open === 'edit' || given.open === 'merge' ? { open: given.open } : {};
}

export function importRunSearch(given: Given): ImportRunSearch {
  const { result } = given;
  return result === 'created' || result === 'same_phone' || result === 'same_email' || result === 'refused'
    ? { result }
    : {};
}

export function duplicatesSearch(given: Given): DuplicatesSearch {
  return given.by === 'phone' ? { by: 'phone' } : {};
}

/** A number in an address may be meant as text: half of a phone. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).map(text).filter((one) => one !== undefined);
  return found.length > 0 ? found : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function fields(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function tidy<T extends object>(value: T): T {
  for (const key of Object.keys(value)) {
    if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key);
  }
  return value;
}
