import { createHash } from "node:crypto";

/**
 * A version 5 UUID (RFC 9562, 5.5) from what something is: the same name has the same id in every
 * export of every collector of that origin.
 */
export function uuidOf(...name: readonly string[]): string {
  const bytes = createHash("sha1")
    .update(NAMESPACE)
    .update(JSON.stringify(name))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** Drawn once, for all that this project names in OSCAL. */
const NAMESPACE = Buffer.from("6d1c4f0e1c1b4c5a9a1f3d0f6b7a2c58", "hex");
