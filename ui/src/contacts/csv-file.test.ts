import { describe, expect, test } from 'vitest';
import { firstGuess, joined, rowCount, RowTooLarge, split } from './csv-file';

const COMMA = { encoding: 'UTF-8', delimiter: 'comma' };
const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (parts: Uint8Array[]) => parts.map((part) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(part));
const cut = (text: string, most: number, format = COMMA) => texts(split(bytes(text), format, most));

describe('a file in parts', () => {
  test('a_part_ends_where_a_row_ends', () => {
    expect(cut('a,1\nb,2\nc,3\n', 8)).toEqual(['a,1\nb,2\n', 'c,3\n']);
    expect(cut('a,1\r\nb,2', 6)).toEqual(['a,1\r\n', 'b,2']);
    expect(cut('', 6)).toEqual([]);
  });

  test('a_line_end_within_quotes_ends_no_row', () => {
    const text = '"a\n""b",1\nc,2\n';
    expect(cut(text, 11)).toEqual(['"a\n""b",1\n', 'c,2\n']);
    expect(cut(`\u{feff}${text}`, 14)).toEqual(['\u{feff}"a\n""b",1\n', 'c,2\n']);
    expect(cut('a;"x\n1"\nb;2\n', 8, { ...COMMA, delimiter: 'semicolon' })).toEqual(['a;"x\n1"\n', 'b;2\n']);
  });

  test('a_quotation_mark_inside_a_cell_opens_nothing', () => {
    expect(cut('a"b,1\nc,2\n', 6)).toEqual(['a"b,1\n', 'c,2\n']);
  });

  test('a_row_larger_than_a_part_is_refused', () => {
    expect(() => cut('a\n"b\nccccccccccc\n', 8)).toThrow(RowTooLarge);
  });

  test('utf_16_is_cut_between_whole_characters', () => {
    const text = '\u{feff}ä,1\n\u{0a0a},2\n';
    const wide = new Uint8Array(text.length * 2);
    for (let place = 0; place < text.length; place += 1) {
      new DataView(wide.buffer).setUint16(place * 2, text.charCodeAt(place), true);
    }
    expect(firstGuess(wide).encoding).toBe('UTF-16LE');
    expect(split(wide, { encoding: 'UTF-16LE', delimiter: 'comma' }, 10).map((part) => part.length)).toEqual([10, 8]);
  });
});

describe('exported files', () => {
  test('they_are_joined_with_the_headings_of_the_first', () => {
    const files = ['\u{feff}name,note\r\nAda,"x\r\ny"\r\n', '\u{feff}name,note\r\nBo,\r\n'].map(bytes);
    expect(texts(joined(files)).join('')).toBe('\u{feff}name,note\r\nAda,"x\r\ny"\r\nBo,\r\n');
  });

  test('rows_are_counted_whatever_their_notes_hold', () => {
    expect(rowCount(bytes('\u{feff}name,note\r\nAda,"x\r\ny"\r\nBo,\r\n'))).toBe(2);
    expect(rowCount(bytes(''))).toBe(0);
  });
});
