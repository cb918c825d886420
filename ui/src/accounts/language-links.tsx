import { useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { LANGUAGES, type Language } from '../i18n';
import { useChooseLanguage } from '../shell/use-choose-language';

/** The page's languages, each in its own words, for who has no account menu yet. */
export function LanguageLinks() {
  const { i18n, t } = useLingui();
  const chooseLanguage = useChooseLanguage();
  return (
    <Group component="nav" aria-label={t`Language`} justify="center" gap={4}>
      {(Object.keys(LANGUAGES) as Language[]).map((language) => (
        <Button
          key={language}
          lang={language}
          variant={i18n.locale === language ? 'light' : 'subtle'}
          size="sm"
          mih={44}
          aria-pressed={i18n.locale === language}
          onClick={() => void chooseLanguage(language)}
        >
          {LANGUAGES[language].name}
        </Button>
      ))}
    </Group>
  );
}
