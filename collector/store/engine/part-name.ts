/**
 * What a part's name tells: `202611_3_9_2_14` has what was inserted as blocks 3 to 9 of that month, in at most two merges one after
 * the other, as mutation 14 has left it.
 */
export interface PartName {
  readonly text: string;
  readonly partition: string;
  readonly first: number;
  readonly last: number;
  readonly level: number;
  /** 0: none. */
  readonly mutation: number;
}

/** Null for what is no part in use: written just now, set aside, or rubbish. */
export function partName(text: string): PartName | null {
  const found = /^([^_]+)_(\d+)_(\d+)_(\d+)(?:_(\d+))?$/.exec(text);
  if (found === null) return null;
  const [, partition = "", ...numbers] = found;
  const [first = 0, last = 0, level = 0, mutation = 0] = numbers.map((digits) =>
    Number(digits ?? 0),
  );
  return { text, partition, first, last, level, mutation };
}

/** What an insert makes of one block, as long as it is neither merged nor changed. */
export function isInserted({ first, last, level, mutation }: PartName): boolean {
  return first === last && level === 0 && mutation === 0;
}

/**
 * Whether two parts share blocks and neither replaces the other, as the engine (26.7) sees it: of more blocks, a part is merged once
 * more. It loads no table with two such parts.
 */
export function areCrossing(a: PartName, b: PartName): boolean {
  const isApart = a.partition !== b.partition || a.last < b.first || b.last < a.first;
  return !isApart && !replaces(a, b) && !replaces(b, a);
}

function replaces(a: PartName, b: PartName): boolean {
  const isSameRange = a.first === b.first && a.last === b.last;
  return (
    a.first <= b.first &&
    a.last >= b.last &&
    a.mutation >= b.mutation &&
    (isSameRange ? a.level >= b.level : a.level > b.level)
  );
}
