/** The first cells of a file, to show what its columns hold. */
import { rowEnds, type RowFormat } from './csv-file';

const DELIMITERS: Record<string, string> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };
/** Bytes that are looked at: the first rows of any sensible file. */
const LOOKED_AT_BYTES = 64 * 1024;

/** For each column up to `most` different values of the first rows, without the headings. */
export function examples(
  bytes: Uint8Array<ArrayBuffer>,
  format: RowFormat & { header: boolean },
  columns: number,
  most = 3,
): string[][] {
  const found = Array.from({ length: columns }, () => new Set<string>());
  const rows = firstRows(bytes, format).slice(format.header ? 1 : 0);
  for (const row of rows) {
    row.forEach((cell, column) => {
      const text = cell.trim();
      const values = found[column];
      if (text !== '' && values !== undefined && values.size < most) values.add(text);
    });
  }
  return found.map((values) => [...values]);
}

function firstRows(bytes: Uint8Array<ArrayBuffer>, format: RowFormat): string[][] {
  const head = bytes.subarray(0, LOOKED_AT_BYTES);
  const decoder = new TextDecoder(format.encoding.toLowerCase());
  const delimiter = DELIMITERS[format.delimiter] ?? ',';
  const rows: string[][] = [];
  let start = 0;
  for (const end of rowEnds(head, format)) {
    // The last row may have been cut.
    if (end === head.length && head.length < bytes.length) break;
    const text = decoder.decode(head.subarray(start, end)).replace(/\r?\n$|\r$/, '');
    if (text !== '') rows.push(cells(text, delimiter));
    start = end;
  }
  return rows;
}

/** The cells of one row. */
export function cells(row: string, delimiter: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  let begun = false;
  for (let place = 0; place < row.length; place += 1) {
    const sign = row[place] ?? '';
    if (quoted && sign === '"' && row[place + 1] === '"') {
      cell += '"';
      place += 1;
    } else if (quoted && sign === '"') quoted = false;
    else if (!quoted && sign === '"' && !begun) {
      quoted = true;
      begun = true;
    } else if (!quoted && sign === delimiter) {
      found.push(cell);
      cell = '';
      begun = false;
    } else {
      cell += sign;
      begun = true;
    }
  }
  found.push(cell);
  return found;
}
