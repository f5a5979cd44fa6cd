import type { Child } from "hono/jsx";
import { type Comparable, type Comparison, choices } from "../comparison.ts";
import { between, iso } from "../formats/time.ts";
import { sentence } from "../formats/words.ts";
import { presets, rangeQuery, type ShownRange } from "../range.ts";

/**
 * Chooses the time that a page shows, and what it is compared with. Plain links and forms: the address
 * keeps both, and links that carry `rangeQuery` keep them from page to page.
 */
export function RangeControl(props: {
  range: ShownRange;
  path: string;
  now: number;
  /** Absent: this page compares with nothing. */
  compare?: { readonly of: Comparable; readonly with: Comparison };
  /** What else the address says and another range keeps. */
  keep?: Readonly<Record<string, string>>;
}): Child {
  const { range, path, now, compare, keep = {} } = props;
  const kept = new URLSearchParams(keep);
  return (
    <div class="range" data-range={path} data-compare={range.compare ?? undefined}>
      <div class="range-line">
        <nav class="tabs" aria-label="Time range">
          {presets.map((preset) => (
            <a
              href={`${path}${rangeQuery({ ...range, preset })}${kept.size === 0 ? "" : `&${kept}`}`}
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
              From (UTC) <input name="from" value={minute(range.fromMs)} spellcheck={false} />
            </label>
            <label>
              To (UTC) <input name="to" value={minute(range.toMs)} spellcheck={false} />
            </label>
            {range.compare === null ? null : (
              <input type="hidden" name="compare" value={range.compare} />
            )}
            {[...kept].map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <button type="submit" class="button">
              Show
            </button>
          </form>
        </details>
        {compare === undefined ? null : (
          <CompareForm range={range} path={path} of={compare.of} now={now} />
        )}
      </div>
      <p class="range-said">
        {sentence(between(range.fromMs, range.toMs, now))}
        {range.preset !== null && range.toMs === now ? ", the newest step still filling" : ""}
        {compare === undefined ? null : comparedWords(compare.with)}
      </p>
      <Problem of={range.problem} />
      <Problem of={compare?.with.kind === "none" ? compare.with.problem : null} />
    </div>
  );
}

function CompareForm(props: {
  range: ShownRange;
  path: string;
  of: Comparable;
  now: number;
}): Child {
  const { range, path, of } = props;
  return (
    <form class="range-compare" method="get" action={path}>
      {range.preset === null ? (
        <>
          <input type="hidden" name="from" value={iso(range.fromMs)} />
          <input type="hidden" name="to" value={iso(range.toMs)} />
        </>
      ) : (
        <input type="hidden" name="range" value={range.preset} />
      )}
      <label for="compare">Compare with</label>
      <select id="compare" name="compare">
        <option value="">nothing</option>
        {choices(of).map(({ value, word }) => (
          <option value={value} selected={value === range.compare}>
            {word}
          </option>
        ))}
      </select>
      <button type="submit" class="button">
        Compare
      </button>
    </form>
  );
}

function comparedWords(comparison: Comparison): string {
  switch (comparison.kind) {
    case "none":
      return "";
    case "earlier":
      return `, compared with ${comparison.word} (${comparison.when})`;
    default:
      return `, compared with ${comparison.word}`;
  }
}

function Problem(props: { of: string | null }): Child {
  if (props.of === null) return null;
  return (
    <p class="notice" role="alert">
      {sentence(props.of)}.
    </p>
  );
}

function minute(ms: number): string {
  return `${iso(ms).slice(0, 16)}Z`;
}
