import { expect, test } from 'vitest';
import { costlyCharacters, sizeOf } from './segments';

// The figures of the server's own tests: shared/domain/src/segments.rs.
const size = (text: string) => {
  const { encoding, units, segments } = sizeOf(text);
  return [encoding, units, segments];
};

test('one_part_takes_160_septets_and_more_parts_153_each', () => {
  expect(size('a'.repeat(160))).toEqual(['gsm7', 160, 1]);
  expect(size('a'.repeat(161))).toEqual(['gsm7', 161, 2]);
  expect(size('a'.repeat(306))).toEqual(['gsm7', 306, 2]);
  expect(size('a'.repeat(307))).toEqual(['gsm7', 307, 3]);
});

test('one_part_takes_70_code_units_and_more_parts_67_each', () => {
  expect(size('ж'.repeat(70))).toEqual(['ucs2', 70, 1]);
  expect(size('ж'.repeat(71))).toEqual(['ucs2', 71, 2]);
  expect(size('ж'.repeat(134))).toEqual(['ucs2', 134, 2]);
  expect(size('ж'.repeat(135))).toEqual(['ucs2', 135, 3]);
});

test('an_escape_is_not_split', () => {
  expect(size('€'.repeat(80))).toEqual(['gsm7', 160, 1]);
  expect(size(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toEqual(['gsm7', 306, 3]);
});

test('a_surrogate_pair_is_not_split', () => {
  expect(size('🎉'.repeat(35))).toEqual(['ucs2', 70, 1]);
  expect(size('🎉'.repeat(67))).toEqual(['ucs2', 134, 3]);
});

test('one_foreign_character_changes_the_alphabet_and_is_named', () => {
  expect(size('Bonjour à tous')[0]).toBe('gsm7');
  expect(size('Bonjour ça va')[0]).toBe('ucs2');
  expect(size('it’s')[0]).toBe('ucs2');
  expect(size('a`b')[0]).toBe('ucs2');
  expect(size('\t')[0]).toBe('ucs2');
  expect(size('')).toEqual(['gsm7', 0, 0]);
  expect(costlyCharacters('ça va, ça ira’')).toEqual(['ç', '’']);
});

test('the_whole_gsm_alphabet_is_known', () => {
  const basic =
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
  expect([...basic]).toHaveLength(127);
  expect([...basic].filter((one) => sizeOf(one).units !== 1 || sizeOf(one).encoding !== 'gsm7')).toEqual([]);
  expect([...'\f^{}\\[~]|€'].filter((one) => sizeOf(one).units !== 2 || sizeOf(one).encoding !== 'gsm7')).toEqual([]);
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  expect(all.filter((one) => sizeOf(one).encoding === 'gsm7')).toHaveLength(127 + 10);
});
