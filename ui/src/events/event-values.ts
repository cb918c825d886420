/** An event as its form holds it, to and from what the API says. */
import type { Schemas } from '../api/client';
import { localAt } from './wall-clock';

export type EventView = Schemas['Event'];
export type Waitlist = 'off' | 'auto' | 'offer';

/** What of an event is to change. */
export type EventChange = Partial<Schemas['NewEvent']>;

/** A number field: empty while somebody types. */
export type Typed = number | '';

/** How the event fills, as the form holds it. */
export interface RuleValues extends Record<string, unknown> {
  until_close: boolean;
  expiry_hours: Typed;
  batch_limited: boolean;
  batch_limit: Typed;
  max_party: Typed;
  all_or_nothing: boolean;
  waitlist: Waitlist;
  allow_late: boolean;
  quiet: boolean;
  quiet_from: string;
  quiet_until: string;
  min_notice_hours: Typed;
  silent: boolean;
  day_before: boolean;
  hour_before: boolean;
  show_attendees: boolean;
  viewers_can_message: boolean;
}

/** The form of an event. Its names are the API's where they mean the same. */
export interface EventValues extends Record<string, unknown> {
  name: string;
  host: string;
  details: string;
  location: string;
  date: string;
  time: string;
  zone: string;
  hours: Typed;
  deadline: string;
  unlimited: boolean;
  capacity: Typed;
  organizer_attends: boolean;
  region: string;
  settings: RuleValues;
}

/** The API's names of fields that the form calls otherwise. */
export const FIELD_NAMES: Record<string, string> = {
  starts_local: 'date',
  duration_minutes: 'hours',
  rsvp_deadline: 'deadline',
  'settings.quiet_hours.from': 'settings.quiet_from',
  'settings.quiet_hours.until': 'settings.quiet_until',
  'settings.min_notice_minutes': 'settings.min_notice_hours',
};

const DEFAULT_RULES: RuleValues = {
  until_close: false,
  expiry_hours: 24,
  batch_limited: false,
  batch_limit: 10,
  max_party: 1,
  all_or_nothing: false,
  waitlist: 'auto',
  allow_late: false,
  quiet: true,
  quiet_from: '21:00',
  quiet_until: '08:00',
  min_notice_hours: 2,
  silent: true,
  day_before: true,
  hour_before: true,
  show_attendees: false,
  viewers_can_message: true,
};

/** A new event of that org, with what happens unless one says otherwise. */
export function blankValues(org: { host: string; region: string; time_zone: string }): EventValues {
  return {
    name: '',
    host: org.host,
    details: '',
    location: '',
    date: '',
    time: '19:00',
    zone: org.time_zone,
    hours: 2,
    deadline: '',
    unlimited: false,
    capacity: 20,
    organizer_attends: false,
    region: org.region,
    settings: DEFAULT_RULES,
  };
}

/** The form of an event that is there. */
export function valuesOf(event: EventView): EventValues {
  const [date = '', time = ''] = event.starts_local.split('T');
  return {
    name: event.name,
    host: event.host,
    details: event.details,
    location: event.location,
    date,
    time: time.slice(0, 5),
    zone: event.zone,
    hours: event.duration_minutes / 60,
    deadline: event.rsvp_deadline ? localAt(event.rsvp_deadline, event.zone) : '',
    unlimited: event.seats.capacity == null,
    capacity: event.seats.capacity ?? 20,
    organizer_attends: event.seats.organizer_attends,
    region: event.region,
    settings: rulesOf(event.settings),
  };
}

function rulesOf(rules: Schemas['EventSettings']): RuleValues {
  const hours = rules.expiry_hours;
  return {
    until_close: typeof hours !== 'number',
    expiry_hours: typeof hours === 'number' ? hours : 24,
    batch_limited: rules.batch_limit != null,
    batch_limit: rules.batch_limit ?? 10,
    max_party: rules.max_party,
    all_or_nothing: rules.all_or_nothing,
    waitlist: rules.waitlist as Waitlist,
    allow_late: rules.allow_late,
    quiet: rules.quiet_hours != null,
    quiet_from: rules.quiet_hours?.from ?? '21:00',
    quiet_until: rules.quiet_hours?.until ?? '08:00',
    min_notice_hours: rules.min_notice_minutes / 60,
    silent: rules.reminders.silent,
    day_before: rules.reminders.day_before,
    hour_before: rules.reminders.hour_before,
    show_attendees: rules.show_attendees,
    viewers_can_message: rules.viewers_can_message,
  };
}

/** The event as the API takes it. A number that is left empty is sent as one that the API refuses. */
export function bodyOf(values: EventValues): Schemas['NewEvent'] {
  return {
    name: values.name,
    host: values.host,
    details: values.details,
    location: values.location,
    starts_local: `${values.date}T${values.time}`,
    zone: values.zone,
    duration_minutes: minutes(values.hours),
    rsvp_deadline: values.deadline === '' ? null : values.deadline,
    capacity: values.unlimited ? null : number(values.capacity),
    organizer_attends: values.organizer_attends,
    region: values.region,
    settings: rulesBody(values.settings),
  };
}

function rulesBody(rules: RuleValues): Schemas['SettingsBody'] {
  return {
    expiry_hours: rules.until_close ? 'until_close' : number(rules.expiry_hours),
    batch_limit: rules.batch_limited ? number(rules.batch_limit) : null,
    max_party: number(rules.max_party),
    all_or_nothing: rules.all_or_nothing,
    waitlist: rules.waitlist,
    allow_late: rules.allow_late,
    quiet_hours: rules.quiet ? { from: rules.quiet_from, until: rules.quiet_until } : null,
    min_notice_minutes: minutes(rules.min_notice_hours),
    reminders: { silent: rules.silent, day_before: rules.day_before, hour_before: rules.hour_before },
    show_attendees: rules.show_attendees,
    viewers_can_message: rules.viewers_can_message,
  };
}

/** What of an event differs, as the API takes a change: what stays is left out. */
export function changeBetween(before: EventValues, after: EventValues): EventChange {
  const [old, wanted] = [bodyOf(before), bodyOf(after)];
  const { settings: oldRules, ...oldRest } = old;
  const { settings: rules, ...rest } = wanted;
  const settings = differing(oldRules ?? {}, rules ?? {});
  const change: EventChange = differing(oldRest, rest);
  // A deadline on the wall clock means another instant in another zone.
  if (change.zone !== undefined && wanted.rsvp_deadline != null) change.rsvp_deadline = wanted.rsvp_deadline;
  return Object.keys(settings).length > 0 ? { ...change, settings } : change;
}

/**
 * What was typed, over what somebody else has saved meanwhile: a field that was touched stays as typed,
 * every other one is as it is now.
 */
export function mergeValues(before: EventValues, now: EventValues, typed: EventValues): EventValues {
  return {
    ...now,
    ...differing(before, typed),
    settings: { ...now.settings, ...differing(before.settings, typed.settings) },
  };
}

/** The fields of `after` that are not as in `before`. */
function differing(before: object, after: object) {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !same(value, old.get(name))));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function number(typed: Typed): number {
  return typed === '' ? 0 : typed;
}

function minutes(hours: Typed): number {
  return Math.round(number(hours) * 60);
}
