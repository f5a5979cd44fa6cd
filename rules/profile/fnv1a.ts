/**
 * FNV-1a, 32 bits, over the UTF-8 bytes of a text: the same number in every language.
 *
 * A lone surrogate counts as U+FFFD, as an encoder would write it. Not for secrets.
 *
 * Source: Fowler, Noll & Vo, RFC 9923.
 */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  const byte = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  for (const character of text) {
    const found = character.codePointAt(0) ?? 0;
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found;
    if (code < 0x80) {
      byte(code);
    } else if (code < 0x800) {
      byte(0xc0 | (code >> 6));
      byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      byte(0xe0 | (code >> 12));
      byte(0x80 | ((code >> 6) & 0x3f));
      byte(0x80 | (code & 0x3f));
    } else {
      byte(0xf0 | (code >> 18));
      byte(0x80 | ((code >> 12) & 0x3f));
      byte(0x80 | ((code >> 6) & 0x3f));
      byte(0x80 | (code & 0x3f));
    }
  }
  return hash >>> 0;
}
