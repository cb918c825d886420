export function EventTeamTab() {
  return null;
}
