import { asRecord, asText, type LooseEntry } from "./loose-entry.ts";

/** Which revisions of controls were in force, entry by entry. */
export class ControlsInForce {
  /** Control → revision in force; null while a set could not be read. */
  #members: Map<string, string> | null = new Map();
  /** `control revision` → when it was replaced or withdrawn; Infinity while it is in force. */
  readonly #until = new Map<string, number>();
  #sets = 0;

  /** Whether any set was ever recorded. */
  get isKnown(): boolean {
    return this.#sets > 0;
  }

  /**
   * Takes an entry that puts a set in force. `document` is that of the content store which lists its
   * members; null where the package has it not. False: which set that is remains unknown.
   */
  take(entry: LooseEntry, document: unknown): boolean {
    this.#sets += 1;
    const listed = asRecord(document)?.["controls"] ?? null;
    // Older entries list their members themselves; later ones say the first hundred changes.
    const controls = entry.type === "controls_loaded" ? entry["controls"] : listed;
    const members = membersOf(controls) ?? this.#changed(entry);
    if (members === null) {
      this.#members = null;
      return false;
    }
    for (const [id, revision] of this.#members ?? []) {
      if (members.get(id) !== revision) this.#until.set(`${id} ${revision}`, entry.atMs);
    }
    for (const [id, revision] of members)
      this.#until.set(`${id} ${revision}`, Number.POSITIVE_INFINITY);
    this.#members = members;
    return true;
  }

  /** Why the revision was not in force then; null where it was, or where that is not known. */
  fault(control: string, revision: string, atMs: number): string | null {
    if (this.#members === null) return null;
    const until = this.#until.get(`${control} ${revision}`);
    if (until === undefined) {
      return `revision ${short(revision)} of control ${control} was never put in force`;
    }
    if (until + GRACE_MS >= atMs) return null;
    return `revision ${short(revision)} of control ${control} was in force until ${new Date(until).toISOString()} only`;
  }

  /** The members by the changes that the entry names, where it names all of them. */
  #changed(entry: LooseEntry): Map<string, string> | null {
    const changes = asRecord(entry["changes"]);
    const changed = entry["changed"];
    if (this.#members === null || changes === null || !Array.isArray(changed)) return null;
    const count = ["added", "changed", "removed"].reduce(
      (sum, name) => sum + Number(changes[name]),
      0,
    );
    if (count !== changed.length) return null;
    const members = new Map(this.#members);
    for (const each of changed.map(asRecord)) {
      const [id, to] = [asText(each?.["id"]), asText(each?.["to"])];
      if (id === null) return null;
      if (to === null) members.delete(id);
      else members.set(id, to);
    }
    return members.size === entry["controls"] ? members : null;
  }
}

function membersOf(controls: unknown): Map<string, string> | null {
  if (!Array.isArray(controls)) return null;
  const members = new Map<string, string>();
  for (const each of controls.map(asRecord)) {
    const [id, revision] = [asText(each?.["id"]), asText(each?.["revision"])];
    if (id === null || revision === null) return null;
    members.set(id, revision);
  }
  return members;
}

function short(revision: string): string {
  return revision.slice(0, 12);
}

/** A tick that began under the set before may record its steps after the set has changed. */
const GRACE_MS = 60 * 60 * 1000;
