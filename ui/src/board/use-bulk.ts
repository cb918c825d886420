import { useState } from 'react';
import { Problem } from '../api/problem';

/** How far a run over several invitees is, and for whom it did not work. */
export interface BulkRun<Item> {
  done: number;
  of: number;
  over: boolean;
  failed: { item: Item; error: unknown }[];
}

/**
 * Does the same to several, one after the other, and goes on where one is refused. Without a connection it
 * stops: those that are left count as not done.
 */
export function useBulk<Item>(act: (item: Item) => Promise<unknown>) {
  const [run, setRun] = useState<BulkRun<Item> | null>(null);
  const start = async (items: readonly Item[]): Promise<BulkRun<Item>> => {
    const failed: BulkRun<Item>['failed'] = [];
    let lost: unknown = null;
    for (const [done, item] of items.entries()) {
      setRun({ done, of: items.length, over: false, failed: [...failed] });
      if (lost !== null) {
        failed.push({ item, error: lost });
        continue;
      }
      try {
        await act(item);
      } catch (error) {
        failed.push({ item, error });
        if (error instanceof Problem && error.slug === 'offline') lost = error;
      }
    }
    const end = { done: items.length, of: items.length, over: true, failed };
    setRun(end);
    return end;
  };
  return { run, start, reset: () => setRun(null) };
}
