import type { Child } from "hono/jsx";
import { count } from "../../formats/number.ts";
import { iso } from "../../formats/time.ts";
import type { AsOf } from "../../roadmap-reads.ts";

/** The ledger that a page was computed from: whoever holds a checkpoint of that size can check it. */
export function AsOfLine(props: { of: AsOf; atMs: number }): Child {
  const { of, atMs } = props;
  return (
    <p class="soft as-of">
      As of <time datetime={iso(atMs)}>{iso(atMs).slice(0, 16).replace("T", " ")} UTC</time>, ledger
      of size {count(of.size)}, root <span class="digest">{of.root}</span>
    </p>
  );
}
