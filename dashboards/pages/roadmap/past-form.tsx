import type { Child } from "hono/jsx";
import { iso } from "../../formats/time.ts";

/** Unix milliseconds of `2026-03-03` or `2026-03-03T09:30`, UTC where no zone is said; null for anything else. */
export function pastMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, day, time = "T00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(
      text.trim(),
    ) ?? [];
  if (day === undefined) return null;
  const ms = Date.parse(`${day}${time}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

/** Asks for the state at a past time. */
export function PastForm(props: { href: string; asked: string | undefined; now: number }): Child {
  const { href, asked, now } = props;
  const isWrong = asked !== undefined && asked !== "" && pastMs(asked) === null;
  return (
    <form class="filter past-form" method="get" action={href}>
      <label>
        As it was at (UTC)
        <input
          name="at"
          type="datetime-local"
          value={isWrong ? "" : (asked?.replace(/(:\d\d(\.\d+)?)?Z$/, "") ?? "")}
          max={iso(now).slice(0, 16)}
          aria-invalid={isWrong ? "true" : undefined}
        />
      </label>
      <button type="submit" class="button">
        Show
      </button>
      {asked === undefined || asked === "" ? null : <a href={href}>Show it as it is now</a>}
      {isWrong ? (
        <p class="field-problem" role="alert">
          {asked} is no time; write one such as 2026-03-03T09:30
        </p>
      ) : null}
    </form>
  );
}
