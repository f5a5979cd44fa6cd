import { ControlsInForce } from "./controls-in-force.ts";
import { ENTRY_TYPES } from "./entry-types.ts";
import type { Findings, Place } from "./finding.ts";
import { KeyChain } from "./key-chain.ts";
import { begin, carryOn, type Life, live } from "./life.ts";
import { asRecord, asText, type LooseEntry, recordsOf } from "./loose-entry.ts";

/** Where the words behind a commitment are, as the ledger says. */
export type TextFate =
  | { readonly kind: "kept" }
  | { readonly kind: "erased" | "expired"; readonly entry: number };

/**
 * What all entries of a ledger come to, as far as anything in a package can be compared with it: the
 * lives of nonconformities, the controls in force, the keys, the fate of texts, what was lost.
 *
 * Takes entries one after the other; whatever is not legal is a finding at that entry.
 */
export class EntryFacts {
  readonly lives: Map<string, Life> = new Map();
  readonly keys: KeyChain;
  /** Commitments that stand in entries. */
  readonly texts: Map<string, TextFate> = new Map();
  /** Of the documents that the package has: those that an entry names. */
  readonly namedDocuments: Set<string> = new Set();
  /** Types that this verifier does not know, with how many entries are of them. */
  readonly unknownTypes: Map<string, number> = new Map();
  /** Index of each seal of rows, with what it says. */
  readonly seals: Map<number, LooseEntry> = new Map();

  /** Each anchor that was obtained, and where the ledger tells of it. */
  readonly anchors: { readonly entry: LooseEntry; readonly at: Place }[] = [];

  readonly #controls = new ControlsInForce();
  readonly #findings: Findings;
  readonly #documents: ReadonlySet<string>;
  readonly #document: (digest: string) => Promise<unknown>;
  readonly #raisedInYear = new Map<string, number>();
  readonly #steps = new Map<string, Set<unknown>>();
  /** Fingerprint → id of the record that last had it. */
  readonly #fingerprints = new Map<string, string>();

  constructor(of: {
    readonly findings: Findings;
    /** Digests of the documents in the package. */
    readonly documents: ReadonlySet<string>;
    /** The document of a digest; null where the package has it not. */
    readonly document: (digest: string) => Promise<unknown>;
  }) {
    this.#findings = of.findings;
    this.#documents = of.documents;
    this.#document = of.document;
    this.keys = new KeyChain(of.findings);
  }

  /** Takes the next entry. A promise where a document has to be read before the entry after it. */
  take(entry: LooseEntry, at: Place, index: number, bytes: Uint8Array): Promise<void> | null {
    if (!ENTRY_TYPES.has(entry.type)) {
      this.unknownTypes.set(entry.type, (this.unknownTypes.get(entry.type) ?? 0) + 1);
    }
    this.#note(bytes, entry, index);
    switch (entry.type) {
      case "controls_loaded":
      case "controls_in_force":
        return this.#putInForce(entry, at);
      case "control_transition":
        this.#step(entry, at);
        return null;
      case "evaluation_amended":
        this.#inForce(entry["control"], entry["revision"], entry.atMs, at);
        return null;
      case "nonconformity_raised":
      case "nonconformity_reported":
        this.#raise(entry, at, index);
        return null;
      case "signing_key_introduced":
      case "signing_key_rotated":
        this.keys.take(entry, at, index);
        return null;
      case "evidence_gap":
        this.#findings.add(
          "gap",
          at,
          `telemetry of journal ${entry["journal"]} was lost: ${entry["bytes"]} bytes after batch ${entry["afterSeq"]}`,
        );
        return null;
      case "anchor_obtained":
        this.anchors.push({ entry, at });
        return null;
      case "batch_sealed":
        this.seals.set(index, entry);
        return null;
      case "store_reconciled":
        if (entry["agrees"] === false) {
          this.#findings.add(
            "gap",
            at,
            `entry ${index} says that the store did not have what journal ${entry["journal"]} took: batches ${entry["fromSeq"]} to ${entry["toSeq"]}`,
          );
        }
        return null;
      case "subject_erased":
      case "retention_executed":
        this.#gone(entry, at, index);
        return null;
      default:
    }
    // What a record takes on from another one is part of that one's merge.
    const [merged] = entry.type === "nonconformity_merged" ? recordsOf(entry) : [];
    for (const id of merged === undefined ? recordsOf(entry) : [merged])
      this.#live(id, entry, at, index);
    return null;
  }

  /** Commitments and digests wherever they stand in an entry; and texts whose end the entry tells. */
  #note(bytes: Uint8Array, entry: LooseEntry, index: number): void {
    const written = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (written.includes('"text:')) {
      for (const [, commitment] of written.toString("latin1").matchAll(COMMITMENT)) {
        if (commitment !== undefined && !this.texts.has(commitment)) {
          this.texts.set(commitment, { kind: "kept" });
        }
      }
    }
    if (this.#documents.size > this.namedDocuments.size) {
      for (const [digest] of written.toString("latin1").matchAll(DIGEST)) {
        if (this.#documents.has(digest)) this.namedDocuments.add(digest);
      }
    }
    const kind = FATES[entry.type];
    if (kind === undefined || !Array.isArray(entry["texts"])) return;
    for (const each of entry["texts"]) {
      if (typeof each === "string") this.texts.set(each, { kind, entry: index });
    }
  }

  /** Rows that are gone with a reason: what is sealed of them stands, and cannot be shown any more. */
  #gone(entry: LooseEntry, at: Place, index: number): void {
    const isErased = entry.type === "subject_erased";
    const lists = (isErased ? entry["rows"] : entry["tables"]) ?? [];
    if (!Array.isArray(lists)) throw new Error(`${isErased ? "rows" : "tables"} must be a list`);
    const counts = new Map<string, number>();
    for (const each of lists.map(asRecord)) {
      const rows = each?.["rows"];
      const count = Array.isArray(rows) ? rows.length : Number(rows);
      const table = String(each?.["table"]);
      if (count > 0) counts.set(table, (counts.get(table) ?? 0) + count);
    }
    for (const [table, count] of counts) {
      const says = `${count} rows of ${table} ${isErased ? "were erased" : "have expired"}, as entry ${index} says; their seals stand`;
      this.#findings.add("gap", at, says);
    }
  }

  async #putInForce(entry: LooseEntry, at: Place): Promise<void> {
    const digest = asText(entry["document"]);
    const document = digest === null ? null : await this.#document(digest);
    if (this.#controls.take(entry, document)) return;
    this.#findings.add(
      "gap",
      at,
      `which controls were in force from here on cannot be compared: document ${digest} is not in the package`,
    );
  }

  #step(entry: LooseEntry, at: Place): void {
    // Few instances have many windows: numbers in a set a piece take a tenth of what keys of all would.
    const key = `${entry["control"]} ${entry["instanceKey"]}`;
    const steps = this.#steps.get(key) ?? new Set();
    this.#steps.set(key, steps);
    if (steps.has(entry["windowEndMs"])) {
      this.#findings.fault(
        at,
        `control ${entry["control"]} has a step of this instance and window already`,
      );
    }
    steps.add(entry["windowEndMs"]);
    // What ends because its control is in force no more was not judged by it.
    if (asRecord(entry["verdict"])?.["kind"] === "no_data") return;
    this.#inForce(entry["control"], entry["revision"], entry.atMs, at);
  }

  #inForce(control: unknown, revision: unknown, atMs: number, at: Place): void {
    const [id, of] = [asText(control), asText(revision)];
    if (id === null || of === null) return; // a person's item has no control
    const fault = this.#controls.fault(id, of, atMs);
    if (fault !== null) this.#findings.fault(at, fault);
  }

  #raise(entry: LooseEntry, at: Place, index: number): void {
    const life = begin(entry, index);
    if (typeof life === "string") {
      this.#findings.fault(at, life);
      return;
    }
    if (this.lives.has(life.id)) {
      this.#findings.fault(at, `${life.id} is raised a second time`);
      return;
    }
    this.lives.set(life.id, life);
    const [, year = "", number = ""] = /^NC-(\d{4,})-(\d{4,})$/.exec(life.id) ?? [];
    const next = (this.#raisedInYear.get(year) ?? 0) + 1;
    if (Number(number) !== next) {
      this.#findings.fault(at, `${life.id} is raised where number ${next} of its year comes next`);
    }
    this.#raisedInYear.set(year, Math.max(next, Number(number)));
    const fingerprint = String(entry["fingerprint"]);
    const before = this.lives.get(this.#fingerprints.get(fingerprint) ?? "");
    if (before !== undefined && !ENDED.has(before.state)) {
      this.#findings.fault(
        at,
        `${life.id} is raised while ${before.id} is open for the same matter`,
      );
    }
    this.#fingerprints.set(fingerprint, life.id);
    this.#inForce(life.control, life.controlRevision, entry.atMs, at);
  }

  #live(id: string, entry: LooseEntry, at: Place, index: number): void {
    const life = this.lives.get(id);
    if (life === undefined) {
      this.#findings.fault(at, `${id} was never raised`);
      return;
    }
    const into = this.lives.get(asText(entry["into"]) ?? "");
    const next = live(life, entry, index, into);
    this.lives.set(id, next.life);
    if (next.illegal !== null) this.#findings.fault(at, next.illegal);
    if (entry.type !== "nonconformity_merged" || into === undefined) return;
    this.lives.set(into.id, carryOn(into, life, entry, index));
  }
}

const COMMITMENT = /"(text:[0-9a-f]{64})"/g;
const DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;
const ENDED: ReadonlySet<string> = new Set(["closed", "dismissed", "merged", "void"]);
const FATES: Readonly<Record<string, "erased" | "expired">> = {
  subject_erased: "erased",
  retention_executed: "expired",
};
