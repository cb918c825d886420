export function EventSettingsTab() {
  return null;
}
