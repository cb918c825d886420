import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { EventValues } from './event-values';

/** What will happen by the rules of the form, in sentences. */
export function useRuleWords(): (values: EventValues) => string[] {
  const { t } = useLingui();
  return ({ settings: rules, deadline }) => [
    rules.until_close || rules.expiry_hours === ''
      ? t`Guests can answer until answers close.`
      : t`Guests have ${hoursWords(rules.expiry_hours)} to answer. Then their seats go to the next in line.`,
    deadline === '' ? t`Answers close when the event starts.` : t`Answers close at the deadline that you set.`,
    rules.silent ? t`Whoever is silent is reminded once, at half time.` : t`Whoever is silent is not reminded.`,
    remindersWords(rules.day_before, rules.hour_before),
    rules.quiet
      ? t`Between ${rules.quiet_from} and ${rules.quiet_until}, guests get no invitations and no reminders.`
      : t`Messages go out at any hour.`,
    waitlistWords(rules.waitlist),
    rules.max_party === 1 || rules.max_party === ''
      ? t`Guests come alone.`
      : t`Each invitation is for up to ${rules.max_party} people.`,
  ];

  function remindersWords(dayBefore: boolean, hourBefore: boolean): string {
    if (dayBefore && hourBefore) return t`Confirmed guests are reminded a day and an hour before.`;
    if (dayBefore) return t`Confirmed guests are reminded a day before.`;
    return hourBefore ? t`Confirmed guests are reminded an hour before.` : t`Confirmed guests are not reminded.`;
  }

  function waitlistWords(waitlist: EventValues['settings']['waitlist']): string {
    if (waitlist === 'off') return t`A yes without a free seat is refused.`;
    return waitlist === 'auto'
      ? t`A yes without a free seat joins the waitlist and gets the next one.`
      : t`A yes without a free seat joins the waitlist and is offered the next one.`;
  }
}

/** A length of time as people say it. */
export function hoursWords(hours: number): string {
  if (hours >= 48 && hours % 24 === 0) return plural(hours / 24, { one: '# day', other: '# days' });
  if (hours < 1) return plural(Math.round(hours * 60), { one: '# minute', other: '# minutes' });
  return plural(hours, { one: '# hour', other: '# hours' });
}
