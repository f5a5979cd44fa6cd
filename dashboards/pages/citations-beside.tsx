import type { Citation } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { listed } from "../formats/words.ts";

const names: Readonly<Record<string, string>> = {
  iso42001: "ISO/IEC 42001",
  iso27001: "ISO/IEC 27001",
  iso27701: "ISO/IEC 27701",
  iso9001: "ISO 9001",
};

/** Clauses of other standards that the same record serves, by how sure the mapping is: one record, many citations. */
export function CitationsBeside(props: { of: readonly Citation[] }): Child {
  const groups = new Map<string, Citation[]>();
  for (const each of props.of) {
    const key = `${each.framework} ${each.confidence}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return (
    <>
      {[...groups.values()].map((own) => {
        const { framework = "", confidence = "" } = own[0] ?? {};
        return (
          <span class="under">
            serves {Object.hasOwn(names, framework) ? names[framework] : framework} too:{" "}
            {listed(
              own.map(({ clause }) => clause),
              8,
            )}{" "}
            ({confidence === "unconfirmed" ? "mapping not confirmed" : `${confidence} confidence`})
          </span>
        );
      })}
    </>
  );
}
