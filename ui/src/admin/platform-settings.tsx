export function PlatformSettings() {
  return null;
}
