import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { preview, sendPart } from './import-api';
import { dropParts, keepParts, partsOf } from './import-memory';
import { importQuery } from './queries';

/**
 * Sends the parts of an import that have not come, as long as this tab has them. Another tab needs the
 * same file again; then all parts are sent, and one that came with other bytes is refused.
 */
export function useUpload(org: string, run: Schemas['Import']) {
  const queries = useQueryClient();
  const [sent, setSent] = useState(run.parts_received.length);
  const [missing, setMissing] = useState(() => partsOf(run.id) === undefined);
  const done = useCallback(() => {
    dropParts(run.id);
    void queries.invalidateQueries({ queryKey: importQuery(org, run.id).queryKey });
  }, [queries, org, run.id]);
  const send = useCommand({
    send: async (again: boolean) => {
      const received = new Set(again ? [] : run.parts_received);
      for (const [part, bytes] of (partsOf(run.id) ?? []).entries()) {
        if (!received.has(part)) await sendPart(org, run.id, part, bytes);
        setSent(part + 1);
      }
    },
    onDone: done,
  });
  const choose = useCommand({
    send: async (file: File) => {
      const found = await preview(org, new Uint8Array(await file.arrayBuffer()), { region: run.region });
      keepParts(run.id, found.parts.slice(0, run.parts));
    },
    onDone: () => {
      setMissing(false);
      send.mutate(true);
    },
  });
  const { mutate, isIdle } = send;
  useEffect(() => {
    if (!missing && isIdle) mutate(false);
  }, [missing, isIdle, mutate]);
  useStay(send.isPending);
  return {
    sent,
    missing,
    error: missing ? choose.error : send.error,
    choose: (file: File) => choose.mutate(file),
    again: () => send.mutate(false),
  };
}

/** The browser asks before a tab is closed while `busy`. */
function useStay(busy: boolean): void {
  useEffect(() => {
    if (!busy) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
}
