/** What the address says beside the path. */
export function usersSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
