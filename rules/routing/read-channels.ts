import { type Reader, readTexts } from "../control/fields.ts";
import { suggestion } from "../control/nearest.ts";

/** Names of channels, at least one; `known` are those that exist, null where that is not known. */
export function readChannels(known: readonly string[] | null): Reader<readonly string[]> {
  return (tree, key, report) => {
    const items = tree.kind === "list" ? tree.items : [tree];
    if (items.length === 0) {
      report.error(tree.at, "bad-value", `${key} names at least one channel`, "add one");
      return undefined;
    }
    const names = readTexts(tree, key, report);
    for (const [i, name] of (names ?? []).entries()) {
      if (known === null || known.includes(name)) continue;
      const near = known.length === 0 ? "none is configured" : suggestion(name, known);
      const fix = `${near === "" ? "" : `${near}; or `}add it under channels in the configuration`;
      report.error(items[i]?.at ?? tree.at, "unknown-channel", `there is no channel ${name}`, fix);
    }
    return names;
  };
}
