/** The API's names of states, as the history and the figures say them. */
import { useLingui } from '@lingui/react/macro';

/** Where an invitee stands. */
export function useStatusWords(): (status: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    queued: t`in the queue`,
    inviting: t`being invited`,
    invited: t`invited`,
    accepted: t`accepted`,
    declined: t`declined`,
    expired: t`did not answer in time`,
    withdrawn: t`withdrawn`,
    waitlisted: t`on the waitlist`,
    failed: t`could not be reached`,
    removed: t`removed`,
    cancelled: t`cancelled`,
  };
  return (status) => words[status] ?? status;
}

/** Where an event stands. */
export function useEventStateWords(): (state: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    draft: t`not started`,
    active: t`started`,
    paused: t`paused`,
    closed: t`closed`,
    cancelled: t`cancelled`,
  };
  return (state) => words[state] ?? state;
}

/** Why a status changed; `null` where the change says it all. */
export function useReasonWords(): (reason: string) => string | null {
  const { t } = useLingui();
  const words: Record<string, string> = {
    ahead_of_waitlist: t`ahead of the waitlist`,
    forced: t`over the capacity, by an owner`,
    suppressed: t`the phone does not want texts`,
    bad_address: t`the number cannot be reached`,
    refused: t`the provider refused the text`,
    undelivered: t`the text was not delivered`,
    held_back: t`held back by a limit or quiet hours`,
    closed: t`the event closed`,
    cancelled: t`the event was cancelled`,
    revoked: t`called back when the capacity was cut`,
  };
  return (reason) => (reason === 'plain' ? null : (words[reason] ?? reason));
}

/** What a message is for. */
export function usePurposeWords(): (purpose: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    invite: t`Invitation`,
    confirmation: t`Confirmation`,
    reminder: t`Reminder`,
    day_before: t`The day before`,
    hour_before: t`The hour before`,
    promotion: t`A seat came free`,
    waitlisted: t`On the waitlist`,
    declined: t`Declined`,
    removal: t`Removed`,
    cancellation: t`Cancelled`,
    changed: t`Changed`,
    broadcast: t`Message to guests`,
    reply: t`Reply`,
  };
  return (purpose) => words[purpose] ?? purpose;
}

/** What became of a message. */
export function useDeliveryWords(): (state: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    none: t`not sent`,
    queued: t`waiting`,
    deferred: t`waiting`,
    submitting: t`being sent`,
    unknown: t`not known yet`,
    unconfirmed: t`not known`,
    submitted: t`sent`,
    delivered: t`delivered`,
    read: t`read`,
    undelivered: t`not delivered`,
    rejected: t`refused by the provider`,
    gave_up: t`given up`,
    failed: t`failed`,
    dropped: t`held back`,
  };
  return (state) => words[state] ?? state.replaceAll('_', ' ');
}
