import { fromBase64 } from "../tlog/base64.ts";
import { textCommitment } from "../tlog/text-commitment.ts";
import type { EntryFacts } from "./entry-facts.ts";
import type { Findings } from "./finding.ts";
import { linesOf } from "./json-lines.ts";
import { asRecord } from "./loose-entry.ts";
import type { OpenedPackage } from "./opened-package.ts";
import { parseStrictJson } from "./strict-json.ts";

/** How many of the texts that entries commit to are in the package, and what became of the others. */
export interface TextCounts {
  readonly revealed: number;
  readonly erased: number;
  readonly expired: number;
  /** Neither revealed nor gone: whoever exported left them out. */
  readonly leftOut: number;
}

/** Compares each revealed text with its commitment, and lists what was erased or has expired. */
export async function checkTexts(
  of: OpenedPackage,
  facts: EntryFacts,
  findings: Findings,
): Promise<TextCounts> {
  const revealed = new Set<string>();
  for (const member of of.members("texts")) {
    const bytes = await of.read(member);
    if (bytes === null) continue;
    const place = { member: member.path };
    for (const line of linesOf(bytes, (byte, says) => findings.fault({ ...place, byte }, says))) {
      const at = { ...place, line: line.number };
      try {
        const commitment = revealedBy(line.bytes);
        if (!facts.texts.has(commitment)) throw new Error(`${commitment} stands in no entry`);
        if (revealed.has(commitment)) throw new Error(`${commitment} is revealed a second time`);
        revealed.add(commitment);
      } catch (error) {
        findings.fault(at, error instanceof Error ? error.message : String(error));
      }
    }
  }
  const counts = { revealed: revealed.size, erased: 0, expired: 0, leftOut: 0 };
  for (const [commitment, fate] of facts.texts) {
    if (fate.kind !== "kept") {
      counts[fate.kind] += 1;
      const says = `${commitment.slice(0, 17)}… ${fate.kind === "erased" ? "was erased" : "has expired"}, as entry ${fate.entry} says; its commitment stands`;
      findings.add("gap", { member: "", entry: fate.entry }, says);
    } else if (!revealed.has(commitment)) counts.leftOut += 1;
  }
  return counts;
}

/** The commitment that a line reveals. Throws where its words are not those that were committed to. */
function revealedBy(bytes: Uint8Array): string {
  const value = asRecord(parseStrictJson(bytes));
  const { commitment, salt, text } = value ?? {};
  if (typeof commitment !== "string" || typeof salt !== "string" || typeof text !== "string") {
    throw new Error("a revealed text is {commitment, salt, text}");
  }
  if (Object.keys(value ?? {}).length !== 3) throw new Error("a revealed text has three fields");
  const made = textCommitment(fromBase64(salt, "the salt"), Buffer.from(text, "utf8"));
  if (commitment !== made)
    throw new Error(`the words are not those of ${commitment.slice(0, 17)}…`);
  return commitment;
}
