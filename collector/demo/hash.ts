/** FNV-1a over UTF-16 units, then the 32-bit finaliser of MurmurHash3: near ids get unlike numbers. */
export function hash32(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A number in [0, 1) that looks drawn by chance and is the same for the same text, on every machine. */
export function chance(text: string): number {
  return hash32(text) / 2 ** 32;
}
