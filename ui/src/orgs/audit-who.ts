import { useLingui } from '@lingui/react/macro';

/** Who did something, in words: a member by name, a guest, or Convoke itself. */
export function useWho(names: ReadonlyMap<string, string>): (by: string) => string {
  const { t } = useLingui();
  return (by) => {
    if (by.startsWith('admin ')) return t`An admin of the platform`;
    switch (by) {
      case 'guest_link':
        return t`The guest, by the link`;
      case 'sms':
        return t`The guest, by text message`;
      case 'callback':
        return t`The messaging provider`;
      case 'engine':
      case '':
        return t`Convoke, by itself`;
      default:
        return names.get(by) ?? t`A former member`;
    }
  };
}
