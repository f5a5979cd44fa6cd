/**
 * Uniform numbers in [0, 1) with 32 random bits, the same for one seed everywhere and for ever.
 *
 * xoshiro128**, its state filled by SplitMix32. The seed is a whole number in [0, 2³²).
 *
 * Source: Blackman & Vigna (2021), ACM TOMS 47(4); public-domain code at prng.di.unimi.it.
 */
export function seededRandom(seed: number): () => number {
  let filler = seed >>> 0;
  const fill = (): number => {
    filler = (filler + 0x9e3779b9) >>> 0;
    return scramble(filler);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const spun = Math.imul(b, 5);
    const result = Math.imul((spun << 7) | (spun >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result / 2 ** 32;
  };
}

/** A standard normal number, by Box–Muller. */
export function normalOf(random: () => number): number {
  // 1 − u is never 0, which has no logarithm.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mixes 32 bits well enough that neighbours share nothing: SplitMix32's finaliser. */
export function scramble(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
