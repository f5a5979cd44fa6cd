import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";

/** A stored document no longer matches the digest that it is named by. */
export class ContentDamaged extends Error {
  override readonly name = "ContentDamaged";
}

/**
 * Durable documents, named by what they say: the digest is the address.
 *
 * Evidence snapshots live here and ledger entries commit to them, since entries are small. Putting
 * the same value twice stores it once.
 */
export class ContentStore {
  readonly #folder: string;
  #temporary = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens (or makes) the folder and removes what an interrupted put left behind. */
  static async open(options: { readonly folder: string }): Promise<ContentStore> {
    await mkdir(options.folder, { recursive: true });
    for (const name of await readdir(options.folder)) {
      if (name.endsWith(TEMPORARY)) await unlink(join(options.folder, name));
    }
    return new ContentStore(options.folder);
  }

  /** Stores a JSON value and returns its SHA-256 (hex). Resolves once it is on disk. At most 16 MiB. */
  async put(value: unknown): Promise<string> {
    const bytes = Buffer.from(canonicalJson(value), "utf8");
    if (bytes.length > CONTENT_BYTES_MAX) {
      throw new RangeError(
        `a stored document has at most ${CONTENT_BYTES_MAX} bytes, got ${bytes.length}`,
      );
    }
    const digest = digestOf(bytes);
    const kept = await this.#read(digest);
    if (kept !== null && digestOf(kept) === digest) return digest;
    // A damaged file is replaced by what it should be: the put is the repair.
    this.#temporary += 1;
    const temporary = join(this.#folder, `${digest}.${process.pid}.${this.#temporary}${TEMPORARY}`);
    await writeDurably(temporary, bytes);
    await rename(temporary, this.#path(digest));
    await syncFolder(this.#folder);
    return digest;
  }

  /** The document of a digest, or null where there is none. Throws `ContentDamaged`. */
  async get(digest: string): Promise<unknown> {
    // Digests arrive in addresses of pages: only 64 hex digits may become a file name.
    if (!DIGEST.test(digest)) return null;
    const bytes = await this.#read(digest);
    if (bytes === null) return null;
    const actual = digestOf(bytes);
    if (actual !== digest) {
      throw new ContentDamaged(`document ${digest} reads as ${actual}; restore it from a backup`);
    }
    return JSON.parse(bytes.toString("utf8"));
  }

  async #read(digest: string): Promise<Buffer | null> {
    try {
      return await readFile(this.#path(digest));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw new Error(`document ${digest} cannot be read`, { cause: error });
    }
  }

  #path(digest: string): string {
    return join(this.#folder, `${digest}.json`);
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const TEMPORARY = ".tmp";
const DIGEST = /^[0-9a-f]{64}$/;
/** A snapshot of 200 instances with histograms of 201 cells is about 2 MB; eight times that is room. */
const CONTENT_BYTES_MAX = 16 * 1024 * 1024;
