/** What the address says beside the path. */
export function messagesSearch(_search: Record<string, unknown>): Record<string, never> {
  return {};
}
