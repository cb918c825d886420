/** The words for what the API says of an invitee. */
import { useLingui } from '@lingui/react/macro';
import type { Show } from './groups';

/** What a status is called, and the colour that goes with it. */
export function useStatusWords(): (status: string) => { words: string; color: string } {
  const { t } = useLingui();
  return (status) => {
    switch (status) {
      case 'queued':
        return { words: t`In line`, color: 'gray' };
      case 'inviting':
        return { words: t`Being asked`, color: 'blue' };
      case 'invited':
        return { words: t`Asked`, color: 'blue' };
      case 'accepted':
        return { words: t`Confirmed`, color: 'pine' };
      case 'declined':
        return { words: t`Declined`, color: 'orange' };
      case 'withdrawn':
        return { words: t`Can't come any more`, color: 'orange' };
      case 'waitlisted':
        return { words: t`On the waitlist`, color: 'violet' };
      case 'expired':
        return { words: t`No answer`, color: 'yellow' };
      case 'failed':
        return { words: t`Not reached`, color: 'red' };
      case 'removed':
        return { words: t`Removed`, color: 'gray' };
      case 'cancelled':
        return { words: t`Event cancelled`, color: 'gray' };
      default:
        return { words: status, color: 'gray' };
    }
  };
}

/** What is known of the invitation's text; `null` where there is nothing to say. */
export function useDeliveryWords(): (delivery: string | null | undefined) => { words: string; bad: boolean } | null {
  const { t } = useLingui();
  return (delivery) => {
    switch (delivery) {
      case 'queued':
        return { words: t`Text waits to be sent`, bad: false };
      case 'submitting':
        return { words: t`Text is being sent`, bad: false };
      case 'submitted':
        return { words: t`Text sent`, bad: false };
      case 'delivered':
        return { words: t`Text delivered`, bad: false };
      case 'read':
        return { words: t`Text read`, bad: false };
      case 'unknown':
        return { words: t`Finding out whether the text was sent`, bad: false };
      case 'unconfirmed':
        return { words: t`Nobody knows whether the text arrived`, bad: true };
      case 'undelivered':
        return { words: t`Text not delivered`, bad: true };
      case 'rejected':
        return { words: t`Text refused by the phone company`, bad: true };
      case 'gave_up':
        return { words: t`Text could not be sent`, bad: true };
      case 'dropped':
        return { words: t`Text taken back before it was sent`, bad: false };
      default:
        return null;
    }
  };
}

/** Why somebody in line was passed over. */
export function useSkipWords(): (reason: string) => string {
  const { t } = useLingui();
  return (reason) => {
    switch (reason) {
      case 'suppressed':
        return t`Passed over: wants no texts`;
      case 'no_address':
        return t`Passed over: no phone number`;
      case 'contact_deleted':
        return t`Passed over: the contact was deleted`;
      case 'quiet_hours':
        return t`Passed over: it is night there`;
      case 'not_yet':
        return t`Passed over: got several texts just now`;
      case 'does_not_fit':
        return t`Passed over: the party was larger than the room left`;
      default:
        return t`Passed over`;
    }
  };
}

/** What a group is called. */
export function useShowWords(): (show: Show) => string {
  const { t } = useLingui();
  return (show) => {
    switch (show) {
      case 'line':
        return t`In line`;
      case 'asked':
        return t`Asked`;
      case 'confirmed':
        return t`Confirmed`;
      case 'declined':
        return t`Declined`;
      case 'waitlist':
        return t`Waitlist`;
      case 'silent':
        return t`No answer`;
      case 'problems':
        return t`Problems`;
      case 'all':
        return t`All`;
    }
  };
}

/** What an event's state is called, and the colour that goes with it. */
export function useStateWords(): (state: string) => { words: string; color: string } {
  const { t } = useLingui();
  return (state) => {
    switch (state) {
      case 'draft':
        return { words: t`Not started`, color: 'gray' };
      case 'active':
        return { words: t`Inviting`, color: 'pine' };
      case 'paused':
        return { words: t`Paused`, color: 'orange' };
      case 'closed':
        return { words: t`Closed`, color: 'gray' };
      case 'cancelled':
        return { words: t`Cancelled`, color: 'red' };
      default:
        return { words: state, color: 'gray' };
    }
  };
}
