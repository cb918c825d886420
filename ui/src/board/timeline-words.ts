import { useLingui } from '@lingui/react/macro';
import type { Line } from './timeline-series';

/** What a line of the chart is. */
export function useLineWords(): (line: Line) => string {
  const { t } = useLingui();
  return (line) => {
    switch (line) {
      case 'asked':
        return t`Invitations sent`;
      case 'confirmed':
        return t`Confirmed`;
      case 'declined':
        return t`Declined`;
      case 'silent':
        return t`No answer`;
    }
  };
}

/** How a line is drawn: its colour in light and in dark, and its dashes, so that colour is not the only sign. */
export const LOOKS: Record<Line, { light: string; dark: string; dash: number[] }> = {
  asked: { light: '#1864ab', dark: '#74c0fc', dash: [] },
  confirmed: { light: '#0b7261', dark: '#4cb095', dash: [10, 4] },
  declined: { light: '#8a3503', dark: '#ffa94d', dash: [4, 4] },
  silent: { light: '#495057', dark: '#adb5bd', dash: [2, 3] },
};
