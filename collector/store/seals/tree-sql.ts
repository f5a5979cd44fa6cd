/** Levels of the tree that the engine builds: 256 leaves, `LEAVES_A_NODE`, become one node. */
const LEVELS = 8;

/**
 * Of leaves in order, an array of 32 bytes each, the roots of every 256 in SQL, the last one of what is left:
 * what `packedNodes` makes of the same leaves. The engine hashes a pair in a tenth of what a call from here takes.
 *
 * Level by level: neighbours become their parent, and one without a neighbour goes up as it is. No member is
 * looked up by its number, since the engine copies what a function of members refers to for each of them.
 */
export function nodesSql(leaves: string): string {
  const firsts = "arrayFilter((h, i) -> i % 2 = 1, level, arrayEnumerate(level))";
  const seconds = "arrayFilter((h, i) -> i % 2 = 0, level, arrayEnumerate(level))";
  const none = "toFixedString('', 32)";
  const padded = `arrayResize(${seconds}, intDiv(length(level) + 1, 2), ${none})`;
  const parent = `if(b = ${none}, a, SHA256(concat(char(1), a, b)))`;
  return `arrayFold((level, n) -> arrayMap((a, b) -> ${parent}, ${firsts}, ${padded}), range(${LEVELS}), ${leaves})`;
}
