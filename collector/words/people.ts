import { isPseudonym, newPseudonym } from "../tlog/pseudonym.ts";
import { seal, unseal } from "./envelope.ts";
import { ErasableFile } from "./erasable-file.ts";
import type { KeyStore } from "./key-store.ts";

/**
 * Who the pseudonyms of the ledger are: random names for people, and a mapping that can be destroyed.
 *
 * The same name has the same pseudonym for as long as its mapping stands; after an erasure it is
 * somebody new.
 */
export class People {
  readonly #file: ErasableFile;
  readonly #keys: KeyStore;
  readonly #byName = new Map<string, string>();
  readonly #known = new Map<string, { readonly name: string; readonly position: number }>();
  readonly #naming = new Map<string, Promise<string>>();

  private constructor(file: ErasableFile, keys: KeyStore) {
    this.#file = file;
    this.#keys = keys;
  }

  /** Opens (or makes) the mapping. Cost: one pass; every name is held in memory. */
  static async open(path: string, keys: KeyStore): Promise<People> {
    const { file, items } = await ErasableFile.open(path);
    const people = new People(file, keys);
    for (const { head: pseudonym, position, isErased } of items) {
      const key = isErased ? null : keys.get(pseudonym);
      const body = key === null ? null : file.readBody(position);
      if (key === null || body === null) continue;
      const name = Buffer.from(unseal(key.bytes, pseudonym, body)).toString("utf8");
      people.#note(pseudonym, name, position);
    }
    return people;
  }

  /** The person's pseudonym, made if there is none; on the disk when this resolves. A pseudonym is its own. */
  readonly pseudonymOf = (name: string): Promise<string> => this.#pseudonymOf(name);

  #pseudonymOf(name: string): Promise<string> {
    const plain = plainName(name);
    if (isPseudonym(plain)) return Promise.resolve(plain);
    const known = this.#byName.get(plain);
    if (known !== undefined) return Promise.resolve(known);
    const naming = this.#naming.get(plain) ?? this.#add(plain);
    this.#naming.set(plain, naming);
    return naming.finally(() => this.#naming.delete(plain));
  }

  /** The pseudonym that a name has; null where it has none. */
  known(name: string): string | null {
    const plain = plainName(name);
    return isPseudonym(plain) ? plain : (this.#byName.get(plain) ?? null);
  }

  /** Who a pseudonym is; null where the mapping was destroyed, or never was here. */
  nameOf(pseudonym: string): string | null {
    return this.#known.get(pseudonym)?.name ?? null;
  }

  /** Destroys the mapping of a person and its key; the ids of the keys. Idempotent. */
  async forget(pseudonym: string): Promise<readonly string[]> {
    const known = this.#known.get(pseudonym);
    this.#known.delete(pseudonym);
    if (known !== undefined) {
      this.#byName.delete(known.name);
      await this.#file.erase([known.position]);
    }
    const key = await this.#keys.destroy(pseudonym);
    return key === null ? [] : [key];
  }

  /** The key under which a person's name lies; null where it has none. */
  keyId(pseudonym: string): string | null {
    return this.#keys.get(pseudonym)?.id ?? null;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #add(name: string): Promise<string> {
    const pseudonym = newPseudonym();
    const key = await this.#keys.keyOf(pseudonym);
    const body = seal(key.bytes, pseudonym, Buffer.from(name, "utf8"));
    const [position = 0] = await this.#file.append([{ head: pseudonym, body }]);
    this.#note(pseudonym, name, position);
    return pseudonym;
  }

  #note(pseudonym: string, name: string, position: number): void {
    this.#known.set(pseudonym, { name, position });
    this.#byName.set(name, pseudonym);
  }
}

/** Two spellings that look the same are one person. */
function plainName(name: string): string {
  return name.normalize("NFC").trim().replace(/\s+/g, " ");
}
