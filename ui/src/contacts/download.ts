/** Files that the API gives in pieces, joined and saved. */
import { joined, rowCount } from './csv-file';

/** A piece of a file, and the cursor of the next. */
export interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  next: string | null;
}

/** All pieces of a file, one after another; tells how many rows have come. */
export async function gather(
  read: (cursor: string | undefined) => Promise<Piece>,
  onRows?: (rows: number) => void,
): Promise<{ parts: Uint8Array<ArrayBuffer>[]; rows: number }> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let rows = 0;
  let cursor: string | undefined;
  do {
    const piece = await read(cursor);
    pieces.push(piece.bytes);
    rows += rowCount(piece.bytes);
    onRows?.(rows);
    cursor = piece.next ?? undefined;
  } while (cursor !== undefined);
  return { parts: joined(pieces), rows };
}

/** What an answer that is a file carries. */
export async function piece(answer: Promise<{ data?: Blob; response: Response }>): Promise<Piece> {
  const { data, response } = await answer;
  return {
    bytes: new Uint8Array((await data?.arrayBuffer()) ?? new ArrayBuffer(0)),
    next: response.headers.get('x-next-cursor'),
  };
}

/** Saves a CSV file under that name. */
export function save(parts: Uint8Array<ArrayBuffer>[], name: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has read the address by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
