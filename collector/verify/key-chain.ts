import { rotationFault } from "../tlog/key-rotation.ts";
import { type NoteKey, parseVkey } from "../tlog/note-key.ts";
import type { Findings, Place } from "./finding.ts";
import { asText, type LooseEntry } from "./loose-entry.ts";

/** A key that signed checkpoints of the ledger, from an entry on. */
interface KeptKey {
  readonly key: NoteKey;
  readonly vkey: string;
  /** Index of the entry that brought it. */
  readonly from: number;
  readonly isSignedByFormer: boolean;
}

/**
 * The keys of a ledger in the order in which they came into force, as its entries tell. Each but the first came
 * by a rotation that the key before and the key itself have signed, or stands in for one that was lost.
 */
export class KeyChain {
  readonly #keys: KeptKey[] = [];
  readonly #findings: Findings;
  /** The log's name, as the first key was introduced under. */
  #origin = "";

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  take(entry: LooseEntry, at: Place, index: number): void {
    const isRotation = entry.type === "signing_key_rotated";
    const vkey = asText(entry[isRotation ? "to" : "vkey"]);
    const key = vkey === null ? null : parsed(vkey);
    if (vkey === null || key === null) {
      this.#findings.fault(at, "brings a key that is no verifier key");
      return;
    }
    if (this.#origin === "") this.#origin = asText(entry["origin"]) ?? "";
    const last = this.#keys.at(-1)?.vkey;
    const before = asText(entry[isRotation ? "from" : "lost"]) ?? undefined;
    if (before !== last) {
      const says = `follows the key ${before ?? "none"}, the ledger's is ${last ?? "none"}`;
      this.#findings.fault(at, says);
    }
    if (isRotation) {
      const said = { origin: this.#origin, atMs: entry.atMs, from: before ?? "", to: vkey };
      const fault = rotationFault(asText(entry["note"]) ?? "", said);
      if (fault !== null) this.#findings.fault(at, `hands the ledger to another key, and ${fault}`);
    }
    this.#keys.push({ key, vkey, from: index, isSignedByFormer: isRotation });
  }

  /** Keys that may sign a checkpoint of a size: that in force there; the first, before any was introduced. */
  at(size: number): NoteKey | null {
    const inForce = this.#keys.findLast(({ from }) => from < size);
    return (inForce ?? this.#keys[0])?.key ?? null;
  }

  /** The verifier keys, oldest first; `isSignedByFormer`: the key before has handed the ledger over. */
  get all(): readonly { readonly vkey: string; readonly isSignedByFormer: boolean }[] {
    return this.#keys;
  }
}

function parsed(vkey: string): NoteKey | null {
  try {
    return parseVkey(vkey);
  } catch {
    return null;
  }
}
