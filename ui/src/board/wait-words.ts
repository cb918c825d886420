import { useLingui } from '@lingui/react/macro';
import type { Schemas } from '../api/client';
import { moment } from '../parts/moment';

/** Why nobody is asked at the moment: a short title, and a sentence with what happens next. */
export function useWaitWords(): (status: Schemas['EventStatus'], zone: string) => { title: string; words: string } {
  const { t } = useLingui();
  return (status, zone) => {
    const { reason, until, words } = status.waits_for;
    const when = until == null ? null : moment(until, zone);
    const again = when === null ? t`It goes on by itself.` : t`It goes on by itself: ${when}.`;
    switch (reason) {
      case 'not-started':
        return { title: t`Nobody is asked yet`, words: t`Press start when the list is in the order you want.` };
      case 'paused':
        return {
          title: t`Nobody new is asked while it is paused`,
          words: t`Answers still count, and invitations that are out keep their deadlines.`,
        };
      case 'closed':
        return { title: t`Answers are no longer taken`, words: t`The deadline has passed. Nobody else is asked.` };
      case 'cancelled':
        return { title: t`The event is cancelled`, words: t`Nobody is asked any more, and the guests' pages say so.` };
      case 'sending-disabled':
        return {
          title: t`Sending is switched off`,
          words: t`Whoever runs this platform switched all texts off. Nobody loses their place.`,
        };
      case 'min-notice':
        return {
          title: t`Too close to the start to ask anybody new`,
          words: t`You can lower the least notice in the settings.`,
        };
      case 'held-back':
        return { title: t`Invitations are held back for a while`, words: again };
      case 'full':
        return {
          title: t`Every seat is taken or held`,
          words: t`Whoever is next is asked as soon as a seat becomes free.`,
        };
      case 'queue-empty':
        return { title: t`Nobody is left in line`, words: t`Add people to the list to fill the seats that are free.` };
      case 'quota':
        return { title: t`The message limit is used up for now`, words: again };
      case 'quiet-hours':
        return { title: t`It is night where the next guests are`, words: again };
      case 'does-not-fit':
        return {
          title: t`The next parties are larger than the room left`,
          words: t`They are asked when more seats become free. A smaller party may go first.`,
        };
      case 'unreachable':
        return {
          title: t`Nobody in line can be texted`,
          words: t`They have no phone number, or want no texts. See Problems for each.`,
        };
      case 'inviting':
        return { title: t`The next invitations are on their way`, words: t`They go out within seconds.` };
      default:
        return { title: words, words: again };
    }
  };
}
