/**
 * The page's languages. Nobody pays for a language that they do not read, nor for the words of areas that they
 * do not open: the catalogues are one for each language and area, loaded when they are needed.
 */
import { i18n, type Messages } from '@lingui/core';

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;

export type Language = keyof typeof LANGUAGES;

/** The folders whose words are loaded with their views. Those of all others are `base`. */
export type Area = 'accounts' | 'admin' | 'board' | 'contacts' | 'events' | 'messages' | 'orgs';

const STORED = 'convoke.language';

const catalogues = import.meta.glob<{ messages: Messages }>('./locales/*/*.po');
const opened = new Set<Area | 'base'>(['base']);
let shown: Language = 'en';

/** The chosen language, else the best of the browser's, else English. */
export function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(STORED), ...navigator.languages];
  for (const wish of wishes) {
    const tag = wish?.split('-')[0]?.toLowerCase();
    if (tag !== undefined && tag in LANGUAGES) return tag as Language;
  }
  return 'en';
}

/** Shows a language, in all areas that are open; `lang` and `dir` of the document follow. */
export async function showLanguage(language: Language): Promise<void> {
  await Promise.all([...opened].map((area) => load(language, area)));
  shown = language;
  i18n.activate(language);
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].direction;
}

/** Shows a language and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await showLanguage(language);
}

/** Loads the words of areas, before a view of theirs is shown. */
export async function openAreas(areas: readonly Area[]): Promise<void> {
  const missing = areas.filter((area) => !opened.has(area));
  for (const area of missing) opened.add(area);
  await Promise.all(missing.map((area) => load(shown, area)));
}

async function load(language: Language, area: Area | 'base'): Promise<void> {
  const catalogue = catalogues[`./locales/${language}/${area}.po`];
  if (catalogue !== undefined) i18n.load(language, (await catalogue()).messages);
}
