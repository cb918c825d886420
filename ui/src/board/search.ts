/** What the address says beside the path. */
export function queueSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
