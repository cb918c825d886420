import { i18n } from '@lingui/core';

/** Millionths of a dollar as money. */
export function dollars(micros: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: 'currency', currency: 'USD' }).format(micros / 1_000_000);
}
