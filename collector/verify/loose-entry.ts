/** An entry as a verifier reads it: only the stamp is certain. */
export type LooseEntry = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly atMs: number;
  readonly by: string;
};

/** The value as an entry, or null where it bears no stamp. */
export function asEntry(value: unknown): LooseEntry | null {
  const record = asRecord(value);
  if (record === null) return null;
  const { type, atMs, by } = record;
  if (typeof type !== "string" || !Number.isSafeInteger(atMs) || typeof by !== "string")
    return null;
  return record as LooseEntry; // checked above
}

/** The value as an object, or null. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>; // checked above
}

/** The value as a text with something in it, or null. */
export function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * Ids of the nonconformities that an entry is about: by its `id`, its `record`, its `record.id`, or what
 * it is merged `into`.
 */
export function recordsOf(entry: LooseEntry): readonly string[] {
  const named = [entry["id"], entry["record"], asRecord(entry["record"])?.["id"], entry["into"]];
  const ids = named.filter((each): each is string => typeof each === "string" && ID.test(each));
  return ids.length < 2 ? ids : [...new Set(ids)];
}

const ID = /^NC-\d{4,}-\d{4,}$/;
