/** The 16 bytes of a log's id, written as a UUID. */
export function formatLogId(id: Uint8Array): string {
  const hex = Buffer.from(id).toString("hex");
  return [0, 8, 12, 16, 20].map((at, i, starts) => hex.slice(at, starts[i + 1])).join("-");
}

/** The bytes of an id that `formatLogId` wrote; null for other text. */
export function parseLogId(text: string): Uint8Array | null {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  return bytes.length === 16 && formatLogId(bytes) === text ? bytes : null;
}
