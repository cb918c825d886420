/**
 * How many segments a text is sent and billed as: the server's own rules (`domain::segments`), so that one
 * sees it while typing. GSM 03.38 for the alphabet, 3GPP TS 23.040 for texts of several parts.
 */

/** The size of a text on the phone network. */
export interface Size {
  /** `gsm7`, or `ucs2` where a character makes the whole text larger. */
  encoding: 'gsm7' | 'ucs2';
  /** Septets, or UTF-16 code units. */
  units: number;
  /** Parts that it is sent as; 0 for an empty text. */
  segments: number;
}

const LIMITS = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const;

/** Characters of one septet; the range from a blank to `_` and the small letters are in it, too. */
const BASIC = new Set('\n\r£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà');
/** Characters of the extension: an escape and one more. */
const EXTENSION = new Set('\f^{}\\[~]|€');

/** The size of a text. A character is never split over two parts. */
export function sizeOf(text: string): Size {
  const characters = [...text];
  const septets = characters.map(septetsOf);
  const encoding = septets.includes(null) ? 'ucs2' : 'gsm7';
  const sizes = encoding === 'gsm7' ? septets.map((size) => size ?? 0) : characters.map(({ length }) => length);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  return { encoding, units, segments: parts(sizes, units, LIMITS[encoding]) };
}

/** The characters that alone make a text larger, each once. */
export function costlyCharacters(text: string): string[] {
  return [...new Set([...text].filter((character) => septetsOf(character) === null))];
}

function parts(sizes: readonly number[], units: number, limit: { alone: number; part: number }): number {
  if (units <= limit.alone) return units > 0 ? 1 : 0;
  let [count, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > limit.part) {
      count += 1;
      used = 0;
    }
    used += size;
  }
  return count;
}

function septetsOf(character: string): 1 | 2 | null {
  if (EXTENSION.has(character)) return 2;
  return (character >= ' ' && character <= '_') || (character >= 'a' && character <= 'z') || BASIC.has(character)
    ? 1
    : null;
}
