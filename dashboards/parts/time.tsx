import type { Child } from "hono/jsx";
import { iso, moment, relative } from "../formats/time.ts";

/** A moment in UTC with its distance from now in words. */
export function Time(props: { ms: number; now: number; only?: "relative" | "moment" }): Child {
  const { ms, now, only } = props;
  const text = { moment: moment(ms, now), relative: relative(ms, now) };
  return (
    <time datetime={iso(ms)} title={iso(ms)}>
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
