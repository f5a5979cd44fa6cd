import { describe, type Reader, readTexts } from "../control/fields.ts";
import { suggestion } from "../control/nearest.ts";

/** An id: 1 to 64 of letters, digits, dot, dash and underscore. A person's is a pseudonym. */
export const readName: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(tree.source)) {
    return tree.source;
  }
  const rule = `${key} is 1 to 64 of letters, digits, dot, dash and underscore`;
  const fix = "write it such as POL-AI-04; for a person the pseudonym that decisions carry";
  report.error(tree.at, "bad-value", `${rule}, not ${describe(tree)}`, fix);
  return undefined;
};

/** SHA-256 of a document, hex, with or without `sha256:` before it. */
export const readDigest: Reader<string> = (tree, key, report) => {
  const [, digest] = (tree.kind === "scalar" &&
    /^(?:sha256:)?([0-9a-f]{64})$/.exec(tree.source)) || [null, undefined];
  if (digest !== undefined) return digest;
  const fix = "write the 64 hex digits that sha256sum gives for the file";
  report.error(tree.at, "bad-value", `${key} is a SHA-256, not ${describe(tree)}`, fix);
  return undefined;
};

export const readFlag: Reader<boolean> = (tree, key, report) => {
  if (tree.kind === "scalar" && typeof tree.value === "boolean") return tree.value;
  report.error(tree.at, "bad-value", `${key} is true or false, not ${describe(tree)}`, "write one");
  return undefined;
};

/** Ids of controls that are in force; null: whatever is written. */
export function readControlIds(known: readonly string[] | null): Reader<readonly string[]> {
  return (tree, key, report) => {
    const ids = readTexts(tree, key, report);
    if (ids === undefined || known === null) return ids;
    const items = tree.kind === "list" ? tree.items : [tree];
    for (const [i, id] of ids.entries()) {
      if (known.includes(id)) continue;
      const at = items[i]?.at ?? tree.at;
      report.error(at, "unknown-control", `there is no control ${id}`, nearOf(id, known));
    }
    return ids;
  };
}

/** All of the controls would fill a page: what is not near is looked up. */
function nearOf(id: string, known: readonly string[]): string {
  const near = suggestion(id, known);
  if (near.startsWith("did you mean")) return near;
  return "name one that tiltmeter controls list shows";
}
