import type { Child } from "hono/jsx";
import { count } from "../formats/number.ts";
import { iso, moment } from "../formats/time.ts";
import { listed } from "../formats/words.ts";
import type { LedgerPast } from "../ledger.ts";

/** Reads `2026-03-03T14:05` or `2026-03-03 14:05` as UTC, a date as its end; null: it is none. */
export function instantOf(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d))?Z?)?$/.exec(text.trim());
  if (match === null) return null;
  const [, date = "", clock, seconds] = match;
  const ms = Date.parse(
    `${date}T${clock ?? "23:59"}:${clock === undefined ? "59" : (seconds ?? "59")}.999Z`,
  );
  // The platform reads 30 February as 2 March.
  return Number.isNaN(ms) || !iso(ms).startsWith(date) ? null : ms;
}

/** Asks for an instant. */
export function PastForm(props: { asked: string; isWrong: boolean; now: number }): Child {
  const { asked, isWrong, now } = props;
  return (
    <>
      <p class="soft">
        What stood in the ledger at a time, told from the entries that were there then. Times are
        UTC; a date means its end.
      </p>
      <form class="filter" method="get" action="/ledger#past">
        <label>
          At
          <input
            name="at"
            value={asked}
            placeholder={iso(now).slice(0, 16)}
            maxlength={40}
            aria-invalid={isWrong ? "true" : undefined}
            aria-describedby={isWrong ? "at-wrong" : undefined}
          />
        </label>
        <button type="submit" class="button">
          Show
        </button>
      </form>
      {isWrong ? (
        <p class="notice" id="at-wrong" role="alert">
          That is no date or time; write it as 2026-03-03 or 2026-03-03T14:05.
        </p>
      ) : null}
    </>
  );
}

/** What was there. */
export function PastState(props: { of: LedgerPast; atMs: number; now: number }): Child {
  const { of, atMs, now } = props;
  if (of.lastMs === null) {
    return <p class="quiet">At {moment(atMs, now)} the ledger had no entry.</p>;
  }
  const facts: readonly (readonly [string, string, string])[] = [
    ["Entries", count(of.size), `the last at ${moment(of.lastMs, now)}`],
    ["Nonconformities", count(of.nonconformities), `${count(of.open)} of them open`],
    ["Systems declared", count(of.systems), suspendedWords(of.suspended)],
    ["Controls in force", count(of.controls), `${count(of.baselines)} approved baselines`],
  ];
  return (
    <>
      <p class="finding">As of {moment(atMs, now)}:</p>
      <dl class="facts">
        {facts.map(([name, figure, under]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <span class="figure">{figure}</span>
              <span class="under">{under}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        Root of the tree of {count(of.size)} entries: <code>{of.root}</code>
      </p>
    </>
  );
}

function suspendedWords(systems: readonly string[]): string {
  return systems.length === 0 ? "none suspended" : `suspended: ${listed(systems)}`;
}
