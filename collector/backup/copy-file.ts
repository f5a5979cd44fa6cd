import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

const CHUNK_BYTES = 1 << 20;

/**
 * Copies the first bytes of a file that may be growing, durably and for its owner alone, and tells their SHA-256.
 *
 * Rejects where the file has fewer bytes, or the target exists.
 */
export async function copyBytes(of: {
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
  readonly onBytes: (bytes: number) => void;
}): Promise<string> {
  await mkdir(dirname(of.to), { recursive: true, mode: 0o700 });
  const target = await open(of.to, "wx", 0o600);
  try {
    const digest = await digestBytes({
      ...of,
      each: async (chunk) => {
        await target.writeFile(chunk);
      },
    });
    await target.sync();
    return digest;
  } finally {
    await target.close();
  }
}

/** SHA-256 of the first bytes of a file, hex. Rejects where it has fewer. */
export async function digestBytes(of: {
  readonly from: string;
  readonly bytes: number;
  readonly onBytes: (bytes: number) => void;
  readonly each?: (chunk: Buffer) => Promise<void>;
}): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(of.from, "r");
  try {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(of.bytes, 1)));
    for (let at = 0; at < of.bytes; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, of.bytes - at), at);
      if (bytesRead === 0) throw new Error(`${of.from} ends at byte ${at} of ${of.bytes}`);
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      await of.each?.(chunk);
      at += bytesRead;
      of.onBytes(bytesRead);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}
