import { fnv1a } from "../profile/fnv1a.ts";
import { seededRandom } from "../profile/seeded-random.ts";

/**
 * Which `k` of `n` things are meant: the same for one seed, and independent for another, so that
 * errors and overrides of one step do not fall on the same predictions.
 */
export function picked(n: number, k: number, seed: string): readonly boolean[] {
  const chosen = new Array<boolean>(n).fill(k >= n);
  if (k <= 0 || k >= n) return chosen;
  const random = seededRandom(fnv1a(seed));
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < k; i++) {
    const other = i + Math.floor(random() * (n - i));
    const [here, there] = [order[i] ?? 0, order[other] ?? 0];
    order[i] = there;
    order[other] = here;
    chosen[there] = true;
  }
  return chosen;
}
