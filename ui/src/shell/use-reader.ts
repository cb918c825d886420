import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { chosenLanguage, languageOf, showLanguage } from '../i18n';
import { meQuery } from '../orgs/use-org';
import { setReaderZone } from '../parts/moment';
import { useChooseLanguage } from './use-choose-language';

/** Shows times and words as the profile says; a language that was chosen on this device comes first. */
export function useReader(): void {
  const me = useQuery(meQuery).data;
  const showIt = useChooseLanguage(showLanguage);
  const zone = me?.time_zone ?? undefined;
  const language = languageOf(me?.locale);
  useEffect(() => {
    setReaderZone(zone);
    return () => setReaderZone(undefined);
  }, [zone]);
  useEffect(() => {
    // Where its words cannot be loaded, the page stays as it is.
    if (language !== null && chosenLanguage() === null) void showIt(language).catch(() => undefined);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [language]);
}
