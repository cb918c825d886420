/** What this device remembers of imports: the bytes that are still to be sent, and where to look again. */
import { onLeave } from '../api/session';

/** Imports that are remembered on a device. */
const REMEMBERED_MAX = 5;

export interface RememberedImport {
  id: string;
  file: string;
  at: string;
}

/** Parts of files that were chosen in this tab, by import. */
const chosen = new Map<string, Uint8Array<ArrayBuffer>[]>();
onLeave(() => chosen.clear());

export function keepParts(id: string, parts: Uint8Array<ArrayBuffer>[]): void {
  chosen.set(id, parts);
}

export function partsOf(id: string): Uint8Array<ArrayBuffer>[] | undefined {
  return chosen.get(id);
}

export function dropParts(id: string): void {
  chosen.delete(id);
}

const key = (org: string) => `convoke.imports.${org}`;

/** The imports that were started on this device, the latest first. */
export function remembered(org: string): RememberedImport[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(org)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

export function remember(org: string, one: RememberedImport): void {
  const others = remembered(org).filter(({ id }) => id !== one.id);
  localStorage.setItem(key(org), JSON.stringify([one, ...others].slice(0, REMEMBERED_MAX)));
}

function isRemembered(value: unknown): value is RememberedImport {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['id', 'file', 'at'].map((name): unknown => Reflect.get(value, name));
  return texts.every((text) => typeof text === 'string');
}
