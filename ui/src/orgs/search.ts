/** What the address says beside the path. */
export function dashboardSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
