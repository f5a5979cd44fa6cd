import type { Child } from "hono/jsx";
import { iso, moment, relative } from "../formats/time.ts";

/** A moment in UTC with its distance from now in words. */
export function Time(props: { ms: number; now: number; only?: "relative" | "moment" }): Child {
  const { ms, now, only } = props;
  const text = { moment: moment(ms, now), relative: relative(ms, now) };
  return (
    <time datetime={iso(ms)} title={iso(ms)} data-print={printed(ms)}>
      {only === undefined ? (
        <>
          {text.moment} <span class="soft">({text.relative})</span>
        </>
      ) : (
        text[only]
      )}
    </time>
  );
}

/** As a document says it: `2026-11-23 13:14:05 UTC`. */
function printed(ms: number): string {
  return `${iso(ms).slice(0, 19).replace("T", " ")} UTC`;
}
