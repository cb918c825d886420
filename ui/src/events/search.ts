/** What the address says beside the path. */
export function eventsSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
