import { randomBytes } from "node:crypto";
import { seal, unseal } from "./envelope.ts";
import { ErasableFile } from "./erasable-file.ts";
import type { KeyStore } from "./key-store.ts";

/** What an account keeps apart from the ledger: where its person is reached, and what proves who it is. */
export type Credential =
  | { readonly kind: "contact"; readonly email: string }
  | { readonly kind: "password"; readonly hash: string }
  /** Who it is at a provider: `subject` is never given to anybody else there. */
  | { readonly kind: "identity"; readonly issuer: string; readonly subject: string };

interface Item {
  readonly person: string;
  readonly position: number;
  /** Entries of the ledger when it was put. */
  readonly size: number;
}

/**
 * Credentials of people, each item under an id that the ledger names: it counts from that entry on, and
 * what no entry names never did.
 *
 * Encrypted under the person's key, which an erasure destroys with everything it locks; what is replaced is
 * overwritten where it lies. A changed credential is a new item, so a crash leaves the old one or the new.
 */
export class Credentials {
  readonly #file: ErasableFile;
  readonly #keys: KeyStore;
  readonly #items = new Map<string, Item>();

  private constructor(file: ErasableFile, keys: KeyStore) {
    this.#file = file;
    this.#keys = keys;
  }

  /** Opens (or makes) the file. Cost: one pass over it. */
  static async open(path: string, keys: KeyStore): Promise<Credentials> {
    const { file, items } = await ErasableFile.open(path);
    const credentials = new Credentials(file, keys);
    for (const { head, position, isErased } of items) {
      const { id, person, size } = JSON.parse(head) as Head; // this code wrote it, under a checksum
      if (!isErased) credentials.#items.set(id, { person, position, size });
    }
    return credentials;
  }

  /** Stores credentials of one person; their ids in order, on the disk when this resolves. */
  async put(of: {
    readonly person: string;
    readonly credentials: readonly Credential[];
    /** Entries of the ledger. */
    readonly size: number;
  }): Promise<readonly string[]> {
    const { person, size } = of;
    const key = await this.#keys.keyOf(person);
    const made = of.credentials.map((credential) => {
      const id = `c_${randomBytes(12).toString("hex")}`;
      const head: Head = { id, person, size };
      const body = seal(key.bytes, id, Buffer.from(JSON.stringify(credential)));
      return { id, item: { head: JSON.stringify(head), body } };
    });
    const positions = await this.#file.append(made.map(({ item }) => item));
    for (const [i, { id }] of made.entries()) {
      this.#items.set(id, { person, position: positions[i] ?? 0, size });
    }
    return made.map(({ id }) => id);
  }

  /** A credential; null where it is erased, or its person's key is. Reads the disk, some microseconds. */
  get(id: string): Credential | null {
    const item = this.#items.get(id);
    const key = item === undefined ? null : this.#keys.get(item.person);
    const body = item === undefined || key === null ? null : this.#file.readBody(item.position);
    if (key === null || body === null) return null;
    return JSON.parse(Buffer.from(unseal(key.bytes, id, body)).toString()) as Credential; // as put
  }

  /** Overwrites what lies under ids. Those that are not here are passed over. */
  async erase(ids: readonly string[]): Promise<void> {
    const standing = ids.flatMap((id) => this.#items.get(id) ?? []);
    for (const id of ids) this.#items.delete(id);
    if (standing.length > 0) await this.#file.erase(standing.map(({ position }) => position));
  }

  /** Overwrites everything of a person. Idempotent. */
  async forget(person: string): Promise<void> {
    await this.erase(
      [...this.#items].flatMap(([id, item]) => (item.person === person ? [id] : [])),
    );
  }

  /**
   * Overwrites what no entry names, which a crash left behind. Items of a longer ledger than this one are
   * left: it was put back from a backup, and nothing is known of them.
   */
  async sweep(of: { readonly named: ReadonlySet<string>; readonly size: number }): Promise<void> {
    const lost = [...this.#items].filter(([id, { size }]) => !of.named.has(id) && size <= of.size);
    await this.erase(lost.map(([id]) => id));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

interface Head {
  readonly id: string;
  readonly person: string;
  readonly size: number;
}
