export function AddInvitees() {
  return null;
}
