import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { KEY_BYTES } from "./envelope.ts";
import { ErasableFile } from "./erasable-file.ts";

/** A subject's key, and the name under which its destruction is recorded. */
export interface SubjectKey {
  /** Random: says nothing of the subject. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * One key a subject, in a file apart from what they lock: a copy of the texts alone can be read by nobody,
 * and destroying a key destroys every copy of what it locks.
 */
export class KeyStore {
  readonly #file: ErasableFile;
  /** By subject; the newest that stands. */
  readonly #keys: Map<string, { readonly id: string; readonly position: number }>;
  readonly #ids = new Map<string, string>();
  readonly #making = new Map<string, Promise<SubjectKey>>();

  private constructor(
    file: ErasableFile,
    keys: Map<string, { readonly id: string; readonly position: number }>,
  ) {
    this.#file = file;
    this.#keys = keys;
    for (const [subject, { id }] of keys) this.#ids.set(id, subject);
  }

  /** Opens (or makes) the file and its folder; only this user can read it. */
  static async open(path: string): Promise<KeyStore> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const { file, items } = await ErasableFile.open(path);
    const keys = new Map<string, { readonly id: string; readonly position: number }>();
    for (const { head, position, isErased } of items) {
      const { subject, id } = JSON.parse(head) as Head; // this code wrote it, under a checksum
      if (!isErased) keys.set(subject, { id, position });
    }
    return new KeyStore(file, keys);
  }

  /** The subject's key; null where it has none, or none any more. */
  get(subject: string): SubjectKey | null {
    const known = this.#keys.get(subject);
    const bytes = known === undefined ? null : this.#file.readBody(known.position);
    return known === undefined || bytes === null ? null : { id: known.id, bytes };
  }

  /** The subject's key, made if there is none; on the disk when this resolves. */
  keyOf(subject: string): Promise<SubjectKey> {
    const known = this.get(subject);
    if (known !== null) return Promise.resolve(known);
    const making = this.#making.get(subject) ?? this.#make(subject);
    this.#making.set(subject, making);
    return making.finally(() => this.#making.delete(subject));
  }

  /** Overwrites a subject's key; its id, or null where it had none. */
  async destroy(subject: string): Promise<string | null> {
    const known = this.#keys.get(subject);
    if (known === undefined) return null;
    this.#keys.delete(subject);
    this.#ids.delete(known.id);
    await this.#file.erase([known.position]);
    return known.id;
  }

  /** A key by its id; null where it is destroyed. */
  byId(id: string): Uint8Array | null {
    const subject = this.#ids.get(id);
    return subject === undefined ? null : (this.get(subject)?.bytes ?? null);
  }

  /** As `destroy`, by the id of the key. */
  async destroyId(id: string): Promise<void> {
    const subject = this.#ids.get(id);
    if (subject !== undefined) await this.destroy(subject);
  }

  /** Whose keys stand. */
  subjects(): Iterable<string> {
    return this.#keys.keys();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #make(subject: string): Promise<SubjectKey> {
    const head: Head = { subject, id: `k_${randomBytes(12).toString("hex")}` };
    const bytes = randomBytes(KEY_BYTES);
    const [position = 0] = await this.#file.append([{ head: JSON.stringify(head), body: bytes }]);
    this.#keys.set(subject, { id: head.id, position });
    this.#ids.set(head.id, subject);
    return { id: head.id, bytes };
  }
}

interface Head {
  readonly subject: string;
  readonly id: string;
}
