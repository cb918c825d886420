/** What the address of the org's pages says beside the path. */

export const PERIODS = ['7d', '30d', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** The figures that have rows behind them, as the API names them. */
export const FIGURES = [
  'sent', 'confirmed', 'declined', 'planned', 'submitted', 'held_back', 'rejected', 'failed', 'unknown',
] as const;
export type Figure = (typeof FIGURES)[number];

export interface DashboardSearch {
  period?: Period;
  /** The figure whose rows are shown. */
  figure?: Figure;
}

export function dashboardSearch(search: Record<string, unknown>): DashboardSearch {
  return {
    period: PERIODS.find((period) => period === search.period),
    figure: FIGURES.find((figure) => figure === search.figure),
  };
}
