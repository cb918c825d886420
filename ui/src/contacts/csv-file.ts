/** Files of comma-separated values as bytes: where rows end, where a file is cut, how files are joined. */

/** How bytes are rows: what the dry run found. */
export interface RowFormat {
  encoding: string;
  delimiter: string;
}

/** Largest part that the API takes. */
export const PART_BYTES_MAX = 4 * 1024 * 1024;

const DELIMITERS: Record<string, number> = { comma: 0x2c, semicolon: 0x3b, tab: 0x09, pipe: 0x7c };
const [QUOTE, LINE_FEED, CARRIAGE_RETURN] = [0x22, 0x0a, 0x0d];

/** A row that is larger than a part: most often a quotation mark is never closed. */
export class RowTooLarge extends Error {}

/**
 * The file in pieces of at most `most` bytes, each ending where a row ends: the same rules of quotation
 * marks as the reader's, so that a cut never falls into a cell.
 */
export function split<Buffer extends ArrayBufferLike>(
  bytes: Uint8Array<Buffer>,
  format: RowFormat,
  most: number = PART_BYTES_MAX,
): Uint8Array<Buffer>[] {
  const parts: Uint8Array<Buffer>[] = [];
  let start = 0;
  let rowEnd = 0;
  for (const end of rowEnds(bytes, format)) {
    if (end - start > most) {
      if (rowEnd > start) parts.push(bytes.subarray(start, rowEnd));
      if (end - rowEnd > most) throw new RowTooLarge();
      start = rowEnd;
    }
    rowEnd = end;
  }
  if (rowEnd > start) parts.push(bytes.subarray(start, rowEnd));
  return parts;
}

/** What can be told of a file before anybody has looked at it: how wide its characters are. */
export function firstGuess(bytes: Uint8Array): RowFormat {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { encoding: 'UTF-16LE', delimiter: 'comma' };
  if (first === 0xfe && second === 0xff) return { encoding: 'UTF-16BE', delimiter: 'comma' };
  if (first === 0) return { encoding: 'UTF-16BE', delimiter: 'comma' };
  if (second === 0) return { encoding: 'UTF-16LE', delimiter: 'comma' };
  return { encoding: 'UTF-8', delimiter: 'comma' };
}

/** The offset after every row's end, and the file's. A line end of two characters is one. */
export function* rowEnds(bytes: Uint8Array, format: RowFormat): Generator<number> {
  const wide = format.encoding.startsWith('UTF-16');
  const width = wide ? 2 : 1;
  const high = format.encoding === 'UTF-16BE' ? 0 : 1;
  const unitAt = (offset: number): number => {
    const one = bytes[offset];
    if (one === undefined) return -1;
    if (!wide) return one;
    const other = bytes[offset + 1] ?? 0;
    return high === 0 ? one * 256 + other : other * 256 + one;
  };
  const delimiter = DELIMITERS[format.delimiter] ?? DELIMITERS.comma;
  let offset = markLength(bytes, wide);
  let cellStart = true;
  let quoted = false;
  for (; offset < bytes.length; offset += width) {
    const unit = unitAt(offset);
    if (quoted) {
      if (unit !== QUOTE) continue;
      // Two quotation marks in a quoted cell are one that is written.
      if (unitAt(offset + width) === QUOTE) offset += width;
      else quoted = false;
      cellStart = false;
    } else if (unit === QUOTE && cellStart) {
      quoted = true;
    } else if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
      cellStart = true;
      if (unit === CARRIAGE_RETURN && unitAt(offset + width) === LINE_FEED) offset += width;
      yield Math.min(offset + width, bytes.length);
    } else {
      cellStart = unit === delimiter;
    }
  }
  const last = bytes.at(-1);
  const ended = !wide && !quoted && (last === LINE_FEED || last === CARRIAGE_RETURN);
  if (bytes.length > 0 && !ended) yield bytes.length;
}

/** A byte order mark before an opening quotation mark must not hide it. */
function markLength(bytes: Uint8Array, wide: boolean): number {
  const [first, second, third] = bytes;
  if (wide) return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ? 2 : 0;
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}

const UTF_8: RowFormat = { encoding: 'UTF-8', delimiter: 'comma' };

/** Whole files with the same headings as one: the headings of the first alone. */
export function joined(files: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer>[] {
  return files.map((file, place) => {
    if (place === 0) return file;
    const headings = rowEnds(file, UTF_8).next();
    return file.subarray(headings.done ? file.length : headings.value);
  });
}

/** How many rows a file has below its headings. */
export function rowCount(file: Uint8Array): number {
  let rows = 0;
  for (const _ of rowEnds(file, UTF_8)) rows += 1;
  return Math.max(rows - 1, 0);
}
