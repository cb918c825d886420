/** The words for what the API says of a message. */
import { useLingui } from '@lingui/react/macro';

/** What a message is for. */
export function usePurposeWords(): (purpose: string) => string {
  const { t } = useLingui();
  return (purpose) => {
    switch (purpose) {
      case 'invite':
        return t`Invitation`;
      case 'confirmation':
        return t`Confirmation`;
      case 'reminder':
        return t`Reminder to answer`;
      case 'day_before':
        return t`Reminder a day before`;
      case 'hour_before':
        return t`Reminder an hour before`;
      case 'promotion':
        return t`Seat from the waitlist`;
      case 'waitlisted':
        return t`On the waitlist`;
      case 'declined':
        return t`Answer to a no`;
      case 'removal':
        return t`Taken off the list`;
      case 'cancellation':
        return t`Event cancelled`;
      case 'changed':
        return t`Plans changed`;
      case 'broadcast':
        return t`Message to guests`;
      case 'reply':
        return t`Reply to a text`;
      default:
        return purpose;
    }
  };
}

/** What is known of a message, and the colour that goes with it. */
export function useMessageStateWords(): (state: string) => { words: string; color: string } {
  const { t } = useLingui();
  return (state) => {
    switch (state) {
      case 'queued':
        return { words: t`Waits`, color: 'gray' };
      case 'submitting':
        return { words: t`Being sent`, color: 'blue' };
      case 'submitted':
        return { words: t`Sent`, color: 'blue' };
      case 'delivered':
        return { words: t`Delivered`, color: 'pine' };
      case 'read':
        return { words: t`Read`, color: 'pine' };
      case 'undelivered':
        return { words: t`Not delivered`, color: 'red' };
      case 'rejected':
        return { words: t`Refused`, color: 'red' };
      case 'gave_up':
        return { words: t`Given up`, color: 'red' };
      case 'unknown':
        return { words: t`Being looked into`, color: 'orange' };
      case 'unconfirmed':
        return { words: t`Not known`, color: 'orange' };
      case 'dropped':
        return { words: t`Taken back`, color: 'gray' };
      default:
        return { words: state, color: 'gray' };
    }
  };
}

/** What an error code of the provider means for whoever wrote to that phone. */
export function useErrorWords(): (code: number) => string {
  const { t } = useLingui();
  return (code) => {
    switch (code) {
      case 21610:
        return t`This person opted out of texts.`;
      case 21211:
      case 30005:
        return t`There is no such number.`;
      case 21614:
      case 21635:
        return t`This number cannot receive texts.`;
      case 30006:
        return t`It is a landline, or its network cannot be reached.`;
      case 30003:
        return t`The phone is off or out of reach.`;
      case 30004:
        return t`The phone company or the person blocks these texts.`;
      case 30007:
        return t`The phone company took it for spam.`;
      case 30008:
        return t`The phone company gave no reason.`;
      case 20429:
      case 21611:
      case 30001:
      case 30022:
      case 30027:
        return t`Too many texts at once. It is tried again.`;
      case 21408:
        return t`Texts to this country are not switched on.`;
      case 30034:
        return t`The sender is not registered with the phone companies yet.`;
      case 30002:
        return t`The account at the text provider is suspended.`;
      default:
        return t`The text provider gave a reason that is not known here.`;
    }
  };
}
