import type { OutboxState } from "./outbox-state.ts";

/** What the receiver calls what it made of each record first. */
export function referencesOf(
  { attempts }: OutboxState,
  channel: string,
  records: readonly string[],
): ReadonlyMap<string, string> {
  const references = new Map<string, string>();
  for (const record of records) {
    for (const { channel: told, reference } of attempts.get(record) ?? []) {
      if (told !== channel || reference === undefined) continue;
      references.set(record, reference);
      break;
    }
  }
  return references;
}
