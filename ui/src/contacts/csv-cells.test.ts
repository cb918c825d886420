import { expect, test } from 'vitest';
import { cells, examples } from './csv-cells';

test('cells_are_read_as_spreadsheets_write_them', () => {
  expect(cells('Ada,"x, ""y""",', ',')).toEqual(['Ada', 'x, "y"', '']);
  expect(cells('a"b;"=1"', ';')).toEqual(['a"b', '=1']);
});

test('each_column_shows_its_first_different_values', () => {
  const bytes = new TextEncoder().encode('Name;Tag\r\nAda;a\r\nBo;a\r\n\r\nCy;"b\nc"\r\nDi;d');
  const format = { encoding: 'UTF-8', delimiter: 'semicolon', header: true };
  expect(examples(bytes, format, 2)).toEqual([
    ['Ada', 'Bo', 'Cy'],
    ['a', 'b\nc', 'd'],
  ]);
});

test('old_encodings_are_understood', () => {
  const latin = new Uint8Array([0x52, 0xf6, 0x6d]);
  expect(examples(latin, { encoding: 'windows-1252', delimiter: 'comma', header: false }, 1)).toEqual([['Röm']]);
});
