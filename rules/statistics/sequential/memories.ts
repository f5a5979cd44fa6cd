import { totalOf } from "../count-pair.ts";

/**
 * How much of the past three running estimates keep with every window: about two, ten and fifty windows.
 * A large shift is found by the shortest, a small one by the longest; their detectors are averaged.
 */
export const MEMORIES = [0.5, 0.9, 0.98] as const;

/** Decayed counts, one row a memory. */
export type Memories = readonly (readonly number[])[];

/** Three memories of nothing. */
export function emptyMemories(cells: number): Memories {
  return MEMORIES.map(() => new Array<number>(cells).fill(0));
}

/** A window more. Kept to thousandths of a count: beyond what they estimate, and short in JSON. */
export function stepMemories(memories: Memories, counts: readonly number[]): Memories {
  return MEMORIES.map((kept, row) => {
    const memory = memories[row] ?? [];
    return counts.map((count, i) => Math.round(((memory[i] ?? 0) * kept + count) * 1000) / 1000);
  });
}

/** Shares that a memory expects (Jeffreys, +½ a cell); null before it has seen anything. */
export function expectedShares(memory: readonly number[]): readonly number[] | null {
  const total = totalOf(memory);
  if (total === 0) return null;
  const size = total + memory.length / 2;
  return memory.map((count) => (count + 0.5) / size);
}
