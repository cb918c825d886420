/** Looking at a file before it is imported, and sending it. */
import { api, body, type Schemas } from '../api/client';
import { firstGuess, PART_BYTES_MAX, type RowFormat, split } from './csv-file';

/** Most parts and rows of one import. */
export const PARTS_MAX = 64;
export const ROWS_MAX = 50_000;

/** What the organizer says of the file where our guess is not right. */
export interface Reading {
  encoding?: string;
  delimiter?: string;
  header?: boolean;
  region?: string;
  /** What each column is used as, from the left. */
  columns?: string[];
}

/** What an import of the whole file would come to. */
export type Preview = Schemas['DryRun'] & { parts: Uint8Array<ArrayBuffer>[] };

/** More than an import takes. */
export class FileTooLarge extends Error {}

/** The same bytes, whatever they mean. */
const RAW = { 'content-type': 'application/octet-stream' };

function lookAt(org: string, part: Uint8Array<ArrayBuffer>, reading: Reading): Promise<Schemas['DryRun']> {
  const { columns, ...query } = reading;
  return body(
    api.POST('/v1/orgs/{org}/imports/dry-run', {
      params: { path: { org }, query: { ...query, column: columns } },
      headers: RAW,
      body: '',
      bodySerializer: () => part,
    }),
  );
}

/**
 * Looks at the file: what its columns are, how many contacts it makes, and which rows make none. A file
 * that is larger than one request is cut between rows, and each part is looked at the same way.
 */
export async function preview(org: string, file: Uint8Array<ArrayBuffer>, reading: Reading): Promise<Preview> {
  const guess = firstGuess(file);
  let parts = cut(file, {
    encoding: reading.encoding ?? guess.encoding,
    delimiter: reading.delimiter ?? guess.delimiter,
  });
  const [first = file] = parts;
  let found = await lookAt(org, first, reading);
  if (parts.length > 1) {
    // Where rows end is certain only now that it is known what divides them.
    parts = cut(file, found);
    if (parts[0]?.length !== first.length) found = await lookAt(org, parts[0] ?? first, reading);
  }
  const { encoding, delimiter, region, columns } = found;
  const fixed: Reading = { encoding, delimiter, region, header: false, columns: columns.map((column) => column.use) };
  let whole = found;
  for (const part of parts.slice(1)) whole = together(whole, await lookAt(org, part, fixed));
  return { ...whole, parts: parts.length === 0 ? [file] : parts };
}

/** The file between its rows, in the parts in which it is sent. */
export function cut(file: Uint8Array<ArrayBuffer>, format: RowFormat): Uint8Array<ArrayBuffer>[] {
  if (file.length <= PART_BYTES_MAX) return [file];
  if (file.length > PARTS_MAX * PART_BYTES_MAX) throw new FileTooLarge();
  const parts = split(file, format);
  if (parts.length > PARTS_MAX) throw new FileTooLarge();
  return parts;
}

/** Two parts of one file as one; rows are counted on. */
export function together(one: Schemas['DryRun'], next: Schemas['DryRun']): Schemas['DryRun'] {
  const notices = { ...one.notices };
  for (const [notice, rows] of Object.entries(next.notices)) notices[notice] = (notices[notice] ?? 0) + rows;
  return {
    ...one,
    rows: one.rows + next.rows,
    importable: one.importable + next.importable,
    same_phone: one.same_phone + next.same_phone,
    same_email: one.same_email + next.same_email,
    refused: one.refused + next.refused,
    refusals: [...one.refusals, ...next.refusals.map((row) => ({ ...row, row: row.row + one.rows }))],
    notices,
    tags: [...new Set([...one.tags, ...next.tags])],
  };
}

/** Sends one part of a file. Sending it again is harmless. */
export function sendPart(org: string, id: string, part: number, bytes: Uint8Array<ArrayBuffer>) {
  return body(
    api.PUT('/v1/orgs/{org}/imports/{import}/parts/{part}', {
      params: { path: { org, import: id, part } },
      headers: RAW,
      body: '',
      bodySerializer: () => bytes,
    }),
  );
}
