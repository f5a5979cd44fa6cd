/** Uniform in [0, 1), the same for the same seed: `x ← 1664525 x + 1013904223 mod 2³²` (Numerical Recipes). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
