import type { Child } from "hono/jsx";
import { iso } from "../formats/time.ts";
import { presets, type ShownRange } from "../range.ts";

/** Chooses the time that a page shows. Plain links and a form: the address keeps it. */
export function RangeControl(props: { range: ShownRange; path: string }): Child {
  const { range, path } = props;
  return (
    <div class="range">
      <nav class="range-presets" aria-label="Time range">
        {presets.map((preset) => (
          <a
            href={`${path}?range=${preset}`}
            aria-current={preset === range.preset ? "true" : undefined}
          >
            {preset}
          </a>
        ))}
      </nav>
      <details class="range-custom" open={range.preset === null}>
        <summary>Dates</summary>
        <form method="get" action={path}>
          <label>
            From <input name="from" value={minute(range.fromMs)} spellcheck={false} />
          </label>
          <label>
            To <input name="to" value={minute(range.toMs)} spellcheck={false} />
          </label>
          <button type="submit" class="button">
            Show
          </button>
        </form>
      </details>
      {range.problem === null ? null : (
        <p class="notice" role="alert">
          {range.problem}.
        </p>
      )}
    </div>
  );
}

function minute(ms: number): string {
  return `${iso(ms).slice(0, 16)}Z`;
}
