/** Uniform in [0, 1), the same for the same seed: xorshift128, seeded by splitmix32. */
export function random(seed: number): () => number {
  let s = seed >>> 0;
  const mixed = (): number => {
    s = (s + 0x9e3779b9) >>> 0;
    let z = s;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [x, y, z, w] = [mixed(), mixed(), mixed(), mixed() | 1];
  return () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 2 ** 32;
  };
}
