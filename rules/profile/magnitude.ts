const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(new Float64Array([-0]).buffer)[7] === 0x80 ? 1 : 0;

/** The key of a finite number's size, in [0, 2¹⁵): see `Magnitudes`. 0 and −0 have one key. */
export function magnitudeKey(value: number): number {
  // −0 + 0 is 0.
  double[0] = value + 0;
  return (words[HIGH] ?? 0) >>> 17;
}

/** The smallest and largest number of a key, by size: both have its sign. */
export function magnitudeRange(key: number): readonly [near: number, far: number] {
  const sign = key >= 0x4000 ? -1 : 1;
  const near = sizeAt(key & 0x3fff);
  // The next key begins where this one ends; an eighth of a power of two is never a rounding away.
  return [sign * near, sign * sizeAt((key & 0x3fff) + 1)];
}

function sizeAt(key: number): number {
  words[HIGH] = key << 17;
  words[1 - HIGH] = 0;
  return double[0] ?? 0;
}
