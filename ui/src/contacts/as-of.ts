import { i18n } from '@lingui/core';

/** A time of today to the second, for figures that follow within seconds. */
export function asOf(instant: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { timeStyle: 'medium' }).format(new Date(instant));
}
