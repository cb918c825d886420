export function Forgot() {
  return null;
}
