import { useLingui } from '@lingui/react/macro';
import type { Figure } from './search';

/** What a figure counts. */
export function useFigureWords(): (figure: Figure) => string {
  const { t } = useLingui();
  const words: Record<Figure, string> = {
    sent: t`Messages sent`,
    confirmed: t`Guests who come`,
    declined: t`Guests who do not`,
    planned: t`All messages`,
    submitted: t`Sent`,
    held_back: t`Held back`,
    rejected: t`Refused`,
    failed: t`Failed`,
    unknown: t`Not known yet`,
  };
  return (figure) => words[figure];
}
