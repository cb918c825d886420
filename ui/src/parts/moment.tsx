import { i18n } from '@lingui/core';
import { useSyncExternalStore } from 'react';

let readerZone: string | undefined;
const listeners = new Set<() => void>();

/** The zone that the reader has chosen for times that have none of their own; else that of the device. */
export function setReaderZone(zone: string | undefined): void {
  readerZone = zone !== undefined && isZone(zone) ? zone : undefined;
  for (const listener of listeners) listener();
}

/** An instant as text in the reader's language, in a zone of the world (IANA name) or else the reader's. */
export function moment(
  instant: string | Date,
  zone: string | undefined = readerZone,
  style: 'short' | 'long' = 'short',
): string {
  return new Intl.DateTimeFormat(i18n.locale, {
    timeZone: zone,
    weekday: style === 'long' ? 'long' : 'short',
    day: 'numeric',
    month: style === 'long' ? 'long' : 'short',
    year: isThisYear(instant, zone) ? undefined : 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: style === 'long' ? 'short' : undefined,
  }).format(new Date(instant));
}

/** How long ago, or until: "in 5 minutes". */
export function distance(instant: string | Date, now: number = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' });
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(Math.trunc(seconds), 'second');
}

/** An instant, with the full date and zone for whoever asks. */
export function Moment({ at, zone }: { at: string; zone?: string }) {
  useSyncExternalStore(subscribe, () => readerZone);
  return (
    <time dateTime={at} title={moment(at, zone, 'long')}>
      {moment(at, zone)}
    </time>
  );
}

export function count(number: number): string {
  return new Intl.NumberFormat(i18n.locale).format(number);
}

/** A share of one in percent, never more than it is: "87%". */
export function percent(share: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: 'percent' }).format(Math.floor(share * 100 + EPSILON) / 100);
}

/** 0.29 * 100 is a little less than 29. */
const EPSILON = 1e-9;

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function isThisYear(instant: string | Date, zone?: string): boolean {
  const year = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' });
  return year.format(new Date(instant)) === year.format(new Date());
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    // A zone that the server knows and this browser does not.
    return false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
