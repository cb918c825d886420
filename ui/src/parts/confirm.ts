import type { ReactNode } from 'react';

/** What is asked before something that cannot be taken back. */
export interface Asked {
  title: string;
  words: ReactNode;
  /** What happens, to what and to how many ("Remove 14 invitees"): never "OK". */
  act: string;
  cancel: string;
  onConfirm: () => void;
  /** Red unless nothing is lost. */
  harmless?: boolean;
}

type Listener = (asked: Asked) => void;
let listener: Listener | null = null;

/** Asks; `onConfirm` is called if the answer is yes. */
export function confirmAct(asked: Asked): void {
  listener?.(asked);
}

/** For the one dialog of the page: hears each question. */
export function onAsked(hear: Listener): () => void {
  listener = hear;
  return () => {
    if (listener === hear) listener = null;
  };
}
