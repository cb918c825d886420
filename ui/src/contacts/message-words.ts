import { useLingui } from '@lingui/react/macro';

/** What a message is for and what became of it, in words. */
export function useMessageWords() {
  const { t } = useLingui();
  const purposes = new Map([
    ['invite', t`Invitation`],
    ['confirmation', t`Confirmation`],
    ['reminder', t`Reminder to answer`],
    ['day_before', t`Reminder, the day before`],
    ['hour_before', t`Reminder, the hour before`],
    ['promotion', t`A seat became free`],
    ['waitlisted', t`Waiting list`],
    ['declined', t`Answer to a no`],
    ['removal', t`Removal`],
    ['cancellation', t`Cancellation`],
    ['changed', t`Change of the event`],
    ['broadcast', t`Message to guests`],
    ['reply', t`Reply`],
  ]);
  const states = new Map([
    ['none', { words: t`Not sent`, color: 'gray' }],
    ['queued', { words: t`Waiting`, color: 'blue' }],
    ['submitting', { words: t`Being sent`, color: 'blue' }],
    ['unknown', { words: t`Not known whether it was sent`, color: 'orange' }],
    ['unconfirmed', { words: t`Not confirmed`, color: 'orange' }],
    ['submitted', { words: t`Sent`, color: 'blue' }],
    ['delivered', { words: t`Delivered`, color: 'pine' }],
    ['read', { words: t`Read`, color: 'pine' }],
    ['undelivered', { words: t`Not delivered`, color: 'red' }],
    ['rejected', { words: t`Refused by the provider`, color: 'red' }],
    ['gave_up', { words: t`Given up`, color: 'red' }],
    ['dropped', { words: t`Not needed any more`, color: 'gray' }],
  ]);
  return {
    purpose: (name: string) => purposes.get(name) ?? name,
    state: (name: string) => states.get(name) ?? { words: name, color: 'gray' },
  };
}
