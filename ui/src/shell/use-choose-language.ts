import { useDirection } from '@mantine/core';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n';

/** Shows the page in a language from now on, on this device, in its direction. */
export function useChooseLanguage(): (language: Language) => Promise<void> {
  const { setDirection } = useDirection();
  return async (language) => {
    await chooseLanguage(language);
    setDirection(LANGUAGES[language].direction);
  };
}
