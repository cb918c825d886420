export function OrgSettings() {
  return null;
}
