/**
 * Texts with variables in double braces, as the server reads them (`domain::texts`), so that one sees what
 * a guest will get, and what is wrong, while typing.
 */

/** What the first text that a phone ever gets from a sender ends with. */
export const FIRST_MESSAGE_SUFFIX = ' Reply STOP to opt out.';
/** Most characters of a text before its variables are filled in. */
export const TEMPLATE_CHARACTERS_MAX = 612;
/** Most characters of one value; the rest is cut off. */
const VALUE_CHARACTERS_MAX = 200;
const CUT_OFF = '..';

/** Which variables a text may and must have. */
export interface Kind {
  variables: readonly string[];
  required: readonly string[];
}

/** What is wrong with a text; `name` is the variable that it is about. */
export type Fault =
  | { what: 'empty' | 'unclosed' | 'too_long' }
  | { what: 'unknown' | 'not_here' | 'missing'; name: string };

interface Part {
  words?: string;
  variable?: string;
}

/** Takes a text apart; braces that are not closed end it. */
function partsOf(text: string): { parts: Part[]; unclosed: boolean } {
  const parts: Part[] = [];
  let rest = text;
  for (let opened = rest.indexOf('{{'); opened >= 0; opened = rest.indexOf('{{')) {
    parts.push({ words: rest.slice(0, opened) });
    const closed = rest.indexOf('}}', opened + 2);
    if (closed < 0) return { parts, unclosed: true };
    parts.push({ variable: rest.slice(opened + 2, closed).trim() });
    rest = rest.slice(closed + 2);
  }
  return { parts: [...parts, { words: rest }], unclosed: false };
}

/** All that is wrong with a text of that kind. */
export function faultsOf(text: string, kind: Kind): Fault[] {
  const { parts, unclosed } = partsOf(text);
  const used = parts.flatMap(({ variable }) => variable ?? []);
  const faults: Fault[] = [];
  if (text.trim() === '') faults.push({ what: 'empty' });
  if ([...text].length > TEMPLATE_CHARACTERS_MAX) faults.push({ what: 'too_long' });
  for (const name of new Set(used)) {
    if (!VARIABLES.has(name)) faults.push({ what: 'unknown', name });
    else if (!kind.variables.includes(name)) faults.push({ what: 'not_here', name });
  }
  if (unclosed) faults.push({ what: 'unclosed' });
  for (const name of kind.required) if (!used.includes(name)) faults.push({ what: 'missing', name });
  return faults;
}

/** What a guest gets. Values are words, never texts with variables: braces in them stay braces. */
export function render(text: string, values: Readonly<Record<string, string>>): string {
  return partsOf(text)
    .parts.map(({ words, variable }) => words ?? valueOf(values, variable ?? ''))
    .join('');
}

function valueOf(values: Readonly<Record<string, string>>, variable: string): string {
  const value = (values[variable] ?? '').trim();
  return variable === 'message' ? value : cleaned(value);
}

/** Line breaks become blanks, and what is too long is cut: a name cannot make a text look like two. */
function cleaned(value: string): string {
  const characters = [...value].map((one) => (/\p{Cc}/u.test(one) ? ' ' : one));
  return characters.length <= VALUE_CHARACTERS_MAX
    ? characters.join('')
    : characters.slice(0, VALUE_CHARACTERS_MAX - CUT_OFF.length).join('') + CUT_OFF;
}

/** Every variable that there is. */
const VARIABLES: ReadonlySet<string> = new Set([
  'name',
  'host',
  'event',
  'date',
  'time',
  'location',
  'deadline',
  'link',
  'code',
  'message',
  'max',
  'choices',
]);
