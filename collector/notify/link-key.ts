import { open, readFile } from "node:fs/promises";

const BYTES = 32;

/**
 * The key that signs the links of messages, 32 bytes that stay with the data folder; made at the first call.
 *
 * Readable by its owner only. Deleting the file ends every link that was sent. Throws where it has another
 * length.
 */
export async function linkKey(
  file: string,
  random: (bytes: number) => Uint8Array,
): Promise<Uint8Array> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      const key = random(BYTES);
      await handle.writeFile(key);
      await handle.sync();
      return key;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const key = await readFile(file);
  if (key.length === BYTES) return key;
  const next = "delete it, and links in messages that were sent open nothing any more";
  throw new Error(`${file} must have ${BYTES} bytes, got ${key.length}; ${next}`);
}
