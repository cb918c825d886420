export function EventMessagesTab() {
  return null;
}
