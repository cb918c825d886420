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
const loads = new Map<string, Promise<void>>();
let shown: Language = 'en';

/** The chosen language, else the best of the browser's, else English. */
export function preferredLanguage(): Language {
  for (const wish of [chosenLanguage(), ...navigator.languages]) {
    const language = languageOf(wish);
    if (language !== null) return language;
  }
  return 'en';
}

/** What was chosen on this device. */
export function chosenLanguage(): Language | null {
  return languageOf(localStorage.getItem(STORED));
}

/** The language of ours that a tag such as `de-AT` means. */
export function languageOf(tag: string | null | undefined): Language | null {
  const language = tag?.split('-')[0]?.toLowerCase();
  return language !== undefined && language in LANGUAGES ? (language as Language) : null;
}

/** Shows a language, in all areas that are open; `lang` and `dir` of the document follow. */
export async function showLanguage(language: Language): Promise<void> {
  let areas = 0;
  // Another area may be opened meanwhile.
  while (areas < opened.size) {
    areas = opened.size;
    await Promise.all([...opened].map((area) => load(language, area)));
  }
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
  let language: Language;
  do {
    language = shown;
    await Promise.all(areas.map((area) => load(language, area)));
    // Another language may be shown by now.
  } while (language !== shown);
  for (const area of areas) opened.add(area);
}

/** Loads each catalogue once; one that did not come is asked for again the next time. */
function load(language: Language, area: Area | 'base'): Promise<void> {
  const path = `./locales/${language}/${area}.po`;
  const loading = loads.get(path) ?? fetchWords(language, path);
  loads.set(path, loading);
  loading.catch(() => loads.delete(path));
  return loading;
}

async function fetchWords(language: Language, path: string): Promise<void> {
  const catalogue = catalogues[path];
  if (catalogue !== undefined) i18n.load(language, (await catalogue()).messages);
}
