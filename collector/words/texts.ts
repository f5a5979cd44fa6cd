import { randomBytes } from "node:crypto";
import { isTextCommitment, SALT_BYTES, textCommitment } from "../tlog/text-commitment.ts";
import { seal, unseal } from "./envelope.ts";
import { ErasableFile } from "./erasable-file.ts";
import type { KeyStore } from "./key-store.ts";

/** A text as it is handed over: what it is about, and whose words it is. */
export interface Spoken {
  readonly text: string;
  /** What is erased together: a record's id, `system:ID`. */
  readonly subject: string;
  /** Pseudonym of whoever wrote it. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** What is known of a text without reading it. */
export interface TextAbout {
  readonly commitment: string;
  readonly subject: string;
  readonly by: string;
  readonly atMs: number;
  /** Its words, its salt and its own key are destroyed. */
  readonly isErased: boolean;
}

/**
 * What people wrote, apart from the ledger, which has commitments to it.
 *
 * Text and salt lie together, encrypted under a key of their own that the subject's key wraps; erasing
 * overwrites all three where they lie.
 */
export class Texts {
  readonly #file: ErasableFile;
  readonly #keys: KeyStore;
  readonly #texts = new Map<string, TextAbout & { readonly position: number }>();
  /** Bytes of the file that could not be read at the opening. */
  readonly damagedBytes: number;

  private constructor(file: ErasableFile, keys: KeyStore, damagedBytes: number) {
    this.#file = file;
    this.#keys = keys;
    this.damagedBytes = damagedBytes;
  }

  /** Opens (or makes) the store. Cost: one pass over the file. */
  static async open(path: string, keys: KeyStore): Promise<Texts> {
    const { file, items, damagedBytes } = await ErasableFile.open(path);
    const texts = new Texts(file, keys, damagedBytes);
    for (const { head, position, isErased } of items) {
      const about = JSON.parse(head) as Omit<TextAbout, "isErased">; // this code wrote it, under a checksum
      texts.#texts.set(about.commitment, { ...about, position, isErased });
    }
    return texts;
  }

  /** Bytes of the file: texts put from here on lie behind. */
  get end(): number {
    return this.#file.end;
  }

  /** Stores texts and returns the commitments to them, in their order; on the disk when this resolves. */
  async put(spoken: readonly Spoken[]): Promise<readonly string[]> {
    const keys = new Map<string, Uint8Array>();
    for (const { subject } of spoken) {
      if (!keys.has(subject)) keys.set(subject, (await this.#keys.keyOf(subject)).bytes);
    }
    const made = spoken.map(({ text, subject, by, atMs }) => {
      const salt = randomBytes(SALT_BYTES);
      const bytes = Buffer.from(text, "utf8");
      const commitment = textCommitment(salt, bytes);
      const head = { commitment, subject, by, atMs };
      const key = keys.get(subject) ?? new Uint8Array(0);
      const body = seal(key, commitment, Buffer.concat([salt, bytes]));
      return { head, item: { head: JSON.stringify(head), body } };
    });
    const positions = await this.#file.append(made.map(({ item }) => item));
    return made.map(({ head }, i) => {
      this.#texts.set(head.commitment, { ...head, isErased: false, position: positions[i] ?? 0 });
      return head.commitment;
    });
  }

  /** What is known of the text behind a commitment; null where this store never had it. */
  about(commitment: string): TextAbout | null {
    return this.#texts.get(commitment) ?? null;
  }

  /** Every text, erased ones too, oldest first. */
  all(): Iterable<TextAbout> {
    return this.#texts.values();
  }

  /** Texts that were put when the file had at least so many bytes. */
  *since(bytes: number): Iterable<TextAbout> {
    for (const text of this.#texts.values()) if (text.position >= bytes) yield text;
  }

  /** The words and the salt; null where they are erased or damaged. Reads the disk, some microseconds. */
  open(commitment: string): { readonly text: string; readonly salt: Uint8Array } | null {
    const about = isTextCommitment(commitment) ? this.#texts.get(commitment) : undefined;
    if (about === undefined || about.isErased) return null;
    const key = this.#keys.get(about.subject);
    const body = key === null ? null : this.#file.readBody(about.position);
    if (key === null || body === null) return null;
    const bytes = Buffer.from(unseal(key.bytes, commitment, body));
    const salt = bytes.subarray(0, SALT_BYTES);
    return { salt, text: bytes.subarray(SALT_BYTES).toString("utf8") };
  }

  /** The key that wraps the keys of a subject's texts; null where it has none. */
  keyId(subject: string): string | null {
    return this.#keys.get(subject)?.id ?? null;
  }

  /**
   * Destroys texts, and the keys of the subjects that have none left; the ids of these keys. Those that are
   * not here, or are destroyed already, are passed over.
   */
  async erase(commitments: readonly string[]): Promise<readonly string[]> {
    const standing = commitments.flatMap((commitment) => this.#texts.get(commitment) ?? []);
    for (const text of standing) this.#texts.set(text.commitment, { ...text, isErased: true });
    await this.#file.erase(standing.map(({ position }) => position));
    const subjects = new Set(standing.map(({ subject }) => subject));
    for (const { subject, isErased } of this.#texts.values())
      if (!isErased) subjects.delete(subject);
    const destroyed: string[] = [];
    for (const subject of subjects) {
      const key = await this.#keys.destroy(subject);
      if (key !== null) destroyed.push(key);
    }
    return destroyed;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
