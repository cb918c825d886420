import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';

/**
 * Asks before something that cannot be taken back. `act` names what happens, to what and to how many
 * ("Remove 14 invitees"): never "OK".
 */
export function confirmAct(asked: {
  title: string;
  words: ReactNode;
  act: string;
  cancel: string;
  onConfirm: () => void;
  /** Red unless nothing is lost. */
  harmless?: boolean;
}): void {
  modals.openConfirmModal({
    title: asked.title,
    children: typeof asked.words === 'string' ? <Text size="sm">{asked.words}</Text> : asked.words,
    labels: { confirm: asked.act, cancel: asked.cancel },
    confirmProps: asked.harmless ? {} : { color: 'red.8' },
    onConfirm: asked.onConfirm,
  });
}
