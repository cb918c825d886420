import { expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { cut, FileTooLarge, PARTS_MAX, together } from './import-api';
import { PART_BYTES_MAX } from './csv-file';

const part: Schemas['DryRun'] = {
  plan: 'p',
  encoding: 'UTF-8',
  delimiter: 'comma',
  header: true,
  region: 'US',
  columns: [],
  rows: 10,
  importable: 7,
  same_phone: 1,
  same_email: 1,
  refused: 1,
  refusals: [{ row: 3, line: 4, errors: [] }],
  notices: { no_name: 2 },
  sample: [],
  tags: ['a'],
};

test('parts_of_a_file_count_together_and_rows_go_on', () => {
  const whole = together(part, { ...part, plan: 'q', tags: ['a', 'b'], notices: { no_name: 1, extra_cells: 4 } });
  expect([whole.plan, whole.rows, whole.importable, whole.refused]).toEqual(['p', 20, 14, 2]);
  expect(whole.refusals.map((row) => row.row)).toEqual([3, 13]);
  expect(whole.notices).toEqual({ no_name: 3, extra_cells: 4 });
  expect(whole.tags).toEqual(['a', 'b']);
});

test('a_small_file_is_one_part_and_one_beyond_all_parts_is_refused', () => {
  const format = { encoding: 'UTF-8', delimiter: 'comma' };
  expect(cut(new Uint8Array(3), format)).toHaveLength(1);
  expect(() => cut(new Uint8Array(PARTS_MAX * PART_BYTES_MAX + 1), format)).toThrow(FileTooLarge);
});
