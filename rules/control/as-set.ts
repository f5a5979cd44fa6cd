/** The members once each, in an order of their own: how a set is written never changes a revision. */
export function asSet<T extends string>(members: readonly T[]): readonly T[] {
  return [...new Set(members)]
    .map((member) => ({ member, parts: partsOf(member) }))
    .sort((a, b) => naturally(a.parts, b.parts))
    .map(({ member }) => member);
}

/** Numbers by their size, so that clause 9.1 stands before 10.2; everything else by its code units. */
function naturally(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const [m, n] = [Number(x), Number(y)];
    if (Number.isFinite(m) && Number.isFinite(n) && m !== n) return m - n;
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/** Digits and what is between them: `A.6.2` is `A.`, `6`, `.`, `2`. */
function partsOf(text: string): readonly string[] {
  return text.match(/\d{1,15}|\D{1,2000}/g) ?? [];
}
