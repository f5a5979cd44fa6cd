import { open, readFile } from "node:fs/promises";

const BYTES = 32;

/**
 * The secret that signs sessions, 32 bytes that stay with the data folder; made at the first call.
 *
 * Readable by its owner only. Deleting the file ends every session. Throws where it has another length.
 */
export async function sessionSecret(
  file: string,
  random: (bytes: number) => Uint8Array,
): Promise<Uint8Array> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      const secret = random(BYTES);
      await handle.writeFile(secret);
      await handle.sync();
      return secret;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const secret = await readFile(file);
  if (secret.length === BYTES) return secret;
  throw new Error(
    `${file} must have ${BYTES} bytes, got ${secret.length}; delete it, and people sign in again`,
  );
}
