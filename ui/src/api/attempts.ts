import { Problem } from './problem';

/** The idempotency key of a command: the same while the same input is tried again. */
export class Attempts {
  #pending: { input: string; key: string } | null = null;

  /** The key to send that input with. */
  keyFor(input: unknown): string {
    const text = JSON.stringify(input) ?? '';
    if (this.#pending?.input !== text) this.#pending = { input: text, key: crypto.randomUUID() };
    return this.#pending.key;
  }

  /** An answer ends the attempt. Only where nothing was heard is the same key of use again. */
  end(error?: unknown): void {
    if (error instanceof Problem && (error.status === 0 || error.status >= 500)) return;
    this.#pending = null;
  }
}
