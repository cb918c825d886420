/** What the address says beside the path. */
export function contactsSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
