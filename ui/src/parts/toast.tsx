import { t } from '@lingui/core/macro';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useProblemWords } from './trouble';

/** Says that it was done. Announced by screen readers, gone by itself. */
export function tell(message: string): void {
  notifications.show({
    message,
    icon: <IconCheck size={18} aria-hidden />,
    color: 'pine.8',
    role: 'status',
    closeButtonProps: { 'aria-label': t`Close` },
  });
}

/** Says why it was not done; stays until it is closed. */
export function useTellProblem(): (error: unknown) => void {
  const words = useProblemWords();
  return (error) => {
    const { title, words: message } = words(error);
    tellTrouble(title, message);
  };
}

/** Says in these words that something was not done; stays until it is closed. */
export function tellTrouble(title: string, message: string): void {
  notifications.show({
    title,
    message,
    icon: <IconAlertTriangle size={18} aria-hidden />,
    color: 'red.8',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': t`Close` },
  });
}
