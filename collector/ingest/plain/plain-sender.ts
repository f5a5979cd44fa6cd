import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { ATTRIBUTE, RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import { WORD_COLUMNS, type WordColumn } from "../../columns/prediction-columns.ts";
import { UNKNOWN_SYSTEM } from "../dialects/origin-of.ts";
import { LIMITS } from "../limits.ts";
import { NO_WORD, type WordTable } from "./word-table.ts";

/** Which attributes of a resource a word column is, by the first that is there. */
const FROM_RESOURCE: Partial<Record<WordColumn, readonly string[]>> = {
  system: [RESOURCE.systemId, RESOURCE.serviceName],
  systemVersion: [RESOURCE.systemVersion, RESOURCE.serviceVersion],
  environment: [RESOURCE.environment],
  producer: [RESOURCE.producerId],
  modelName: [ATTRIBUTE.modelName],
  modelVersion: [ATTRIBUTE.modelVersion],
  modelSupplier: [ATTRIBUTE.modelSupplier],
  modelDigest: [ATTRIBUTE.modelDigest],
};

/** What a resource says of all of its records, as words by `WORD_COLUMNS`; null where they take another look. */
export function senderWords(resource: Attributes, words: WordTable): Int32Array | null {
  const found = new Int32Array(WORD_COLUMNS.length);
  for (const [i, column] of WORD_COLUMNS.entries()) {
    for (const name of FROM_RESOURCE[column] ?? []) {
      const value = resource[name] ?? null;
      if (value === null) continue;
      if (typeof value !== "string" || Buffer.byteLength(value) > LIMITS.valueBytes) return null;
      found[i] = words.of(value);
      break;
    }
    if (found[i] === NO_WORD) return null;
  }
  const isNamed = FROM_RESOURCE.system?.some((name) => (resource[name] ?? null) !== null) === true;
  if (!isNamed) found[WORD_COLUMNS.indexOf("system")] = words.of(UNKNOWN_SYSTEM);
  return found;
}
