/** The page's languages. Catalogues are loaded one at a time, so nobody pays for a language they do not read. */
import { i18n } from '@lingui/core';

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;

export type Language = keyof typeof LANGUAGES;

const STORED = 'convoke.language';

/** The chosen language, else the best of the browser's, else English. */
export function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(STORED), ...navigator.languages];
  for (const wish of wishes) {
    const tag = wish?.split('-')[0]?.toLowerCase();
    if (tag !== undefined && tag in LANGUAGES) return tag as Language;
  }
  return 'en';
}

/** Loads and shows a language; `lang` and `dir` of the document follow. */
export async function showLanguage(language: Language): Promise<void> {
  const { messages } = await catalogues[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].direction;
}

/** Shows a language and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await showLanguage(language);
}

const catalogues = {
  en: () => import('./locales/en.po'),
  de: () => import('./locales/de.po'),
  ar: () => import('./locales/ar.po'),
};
