import { useLingui } from '@lingui/react/macro';

/** What a role is called, and what who has it may do. */
export function useRoleWords(): (role: string) => string {
  const { t } = useLingui();
  return (role) => {
    switch (role) {
      case 'OWNER':
        return t`Owner`;
      case 'ADMIN':
        return t`Admin`;
      case 'MEMBER':
        return t`Member`;
      case 'VIEWER':
        return t`Viewer`;
      default:
        return role;
    }
  };
}

/** What who has the role may do, in a line. */
export function useRoleMeaning(): (role: string) => string {
  const { t } = useLingui();
  return (role) => {
    switch (role) {
      case 'OWNER':
        return t`Everything, also archive the organization and hand it over`;
      case 'ADMIN':
        return t`Also members, settings, history, and deleting`;
      case 'MEMBER':
        return t`Contacts and events: make, change, start, send`;
      default:
        return t`Sees everything, changes nothing`;
    }
  };
}
