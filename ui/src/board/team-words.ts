import { useLingui } from '@lingui/react/macro';

/** The roles that somebody can have on one event, the weakest first; nothing stands for none. */
export const EVENT_ROLES = ['', 'VIEWER', 'EDITOR', 'ADMIN'] as const;

/** What a role on an event is called, and what it adds. */
export function useEventRoleWords(): (role: string) => { words: string; adds: string } {
  const { t } = useLingui();
  return (role) => {
    switch (role) {
      case 'ADMIN':
        return { words: t`Admin of this event`, adds: t`Everything on this event: settings, texts, team, archive.` };
      case 'EDITOR':
        return { words: t`Editor`, adds: t`The guest list, starting and pausing, messages to guests.` };
      case 'VIEWER':
        return { words: t`Viewer`, adds: t`Messages to guests, where the settings let viewers write.` };
      default:
        return { words: t`No role of its own`, adds: t`What the role in the organization gives.` };
    }
  };
}
