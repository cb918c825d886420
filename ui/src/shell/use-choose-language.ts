import { useDirection } from '@mantine/core';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n';

/** Shows the page in a language, in its direction: from now on, on this device, unless `show` says otherwise. */
export function useChooseLanguage(show = chooseLanguage): (language: Language) => Promise<void> {
  const { setDirection } = useDirection();
  return async (language) => {
    await show(language);
    setDirection(LANGUAGES[language].direction);
  };
}
