import { hashFromBase64, toBase64 } from "./base64.ts";
import { parseDecimal, quoted } from "./decimal.ts";
import { Malformed } from "./malformed.ts";

/** The head of a log at a size, which its keys sign. Source: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** The log that it is of; one line. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, which no proof covers. This log writes none. */
  readonly extensions: readonly string[];
}

/** The text that is signed. Throws `Malformed` where a line could be read as another. */
export function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions];
  const text = `${lines.join("\n")}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads the text of a note as a checkpoint. Throws `Malformed`. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith("\n")) throw new Malformed("a checkpoint ends in a line feed");
  const [origin = "", size, root, ...extensions] = text.slice(0, -1).split("\n");
  if (size === undefined || root === undefined) {
    throw new Malformed(`a checkpoint has an origin, a size and a root, got ${quoted(text)}`);
  }
  if (origin === "" || extensions.includes("")) throw new Malformed("a checkpoint has empty lines");
  return {
    origin,
    size: parseDecimal(size, "the size of a checkpoint"),
    root: hashFromBase64(root, "the root of a checkpoint"),
    extensions,
  };
}
