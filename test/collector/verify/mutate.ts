/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Members = ReadonlyMap<string, Uint8Array>;

/** What was done to a package. */
export interface Mutation {
  readonly kind: string;
  /** Members of which at least one must be named. */
  readonly touched: readonly string[];
  readonly members: Members;
}

/** One mutation, which changes something; null where the dice gave one that does not. */
export function mutate(members: Members, random: () => number): Mutation | null {
  const paths = [...members.keys()];
  const below = (n: number): number => Math.floor(random() * n);
  // By their size, but the small ones often enough.
  const path = random() < 0.5 ? (paths[below(paths.length)] ?? "") : byBytes(members, random);
  const bytes = Buffer.from(members.get(path) ?? []);
  const kind = KINDS[below(KINDS.length)] ?? "flip";
  const changed = (next: Uint8Array): Mutation | null => {
    if (bytes.equals(next)) return null;
    return { kind, touched: [path], members: new Map([...members, [path, next]]) };
  };
  switch (kind) {
    case "flip": {
      const at = below(bytes.length);
      const next = Buffer.from(bytes);
      next[at] = (next[at] ?? 0) ^ (1 << below(8));
      return changed(next);
    }
    case "insert byte":
      return changed(splice(bytes, below(bytes.length + 1), 0, Buffer.of(below(256))));
    case "delete bytes":
      return changed(splice(bytes, below(bytes.length), 1 + below(40), Buffer.of()));
    case "truncate":
      return changed(bytes.subarray(0, below(bytes.length)));
    case "swap bytes": {
      const [a, b] = [below(bytes.length), below(bytes.length)];
      const next = Buffer.from(bytes);
      [next[a], next[b]] = [bytes[b] ?? 0, bytes[a] ?? 0];
      return changed(next);
    }
    case "reorder lines":
    case "repeat line":
    case "delete line": {
      const lines = bytes.toString("latin1").split(/(?<=\n)/);
      const [a, b] = [below(lines.length), below(lines.length)];
      const line = lines[a] ?? "";
      if (kind === "delete line") lines.splice(a, 1);
      else if (kind === "repeat line") lines.splice(b, 0, line);
      else [lines[a], lines[b]] = [lines[b] ?? "", line];
      return changed(Buffer.from(lines.join(""), "latin1"));
    }
    case "delete member": {
      const next = new Map(members);
      next.delete(path);
      return { kind, touched: [path], members: next };
    }
    case "add member": {
      const added = `${path.slice(0, 40)}-${below(1e6)}`;
      return { kind, touched: [added], members: new Map([...members, [added, bytes]]) };
    }
    case "rename member": {
      const next = new Map(members);
      next.delete(path);
      const [renamed, other] = [path.toUpperCase(), `${path}.bak`];
      next.set(renamed === path ? other : renamed, bytes);
      return { kind, touched: [path, renamed, other], members: next };
    }
    default: {
      const other = paths[below(paths.length)] ?? "";
      const theirs = members.get(other) ?? Buffer.of();
      if (bytes.equals(theirs)) return null;
      const next = new Map([...members, [path, theirs], [other, bytes]] as const);
      return { kind, touched: [path, other], members: next };
    }
  }
}

const KINDS = [
  "flip",
  "flip",
  "flip",
  "flip",
  "insert byte",
  "delete bytes",
  "truncate",
  "swap bytes",
  "reorder lines",
  "repeat line",
  "delete line",
  "delete member",
  "add member",
  "rename member",
  "swap members",
];

function byBytes(members: Members, random: () => number): string {
  let total = 0;
  for (const bytes of members.values()) total += bytes.length;
  let at = random() * total;
  for (const [path, bytes] of members) {
    at -= bytes.length;
    if (at < 0) return path;
  }
  return members.keys().next().value ?? "";
}

function splice(bytes: Buffer, at: number, remove: number, add: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), add, bytes.subarray(at + remove)]);
}
