import { hash } from "node:crypto";

/**
 * 52 bits of a hash of system and id: exact in a double. Only narrows a search; what it finds is
 * compared by system and id.
 */
export function identityOf(system: string, id: string): number {
  return Number.parseInt(hash("sha256", `${system}\0${id}`).slice(0, 13), 16);
}

/** 128 bits of SHA-256 over the text of a content, in the shape of a UUID: the engine's 16-byte type. */
export function digestOf(content: string): string {
  const hex = hash("sha256", content);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
