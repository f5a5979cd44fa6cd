import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { listed, segment } from "../formats/words.ts";
import { valueOr } from "../parts/attempt.tsx";
import { Time } from "../parts/time.tsx";
import { type Standing, Vial } from "../parts/vial.tsx";
import type { OverviewView } from "./overview-reads.ts";
import type { SystemRow } from "./system-row.ts";

/** As many names as a headline can hold; the table below has the others. */
const NAMED_MAX = 3;

/** Is anything wrong, where, and since when: the sentence that the overview begins with. */
export function Headline(props: { view: OverviewView; now: number }): Child {
  const { view, now } = props;
  if (view.systems.kind === "unread") {
    return (
      <header class="headline" data-live="headline">
        <Vial standing="error" size="large" />
        <h1>How the systems stand is not known</h1>
      </header>
    );
  }
  const told = headline(view.systems.value, view);
  return (
    <header class={`headline tone-${told.standing}`} data-live="headline">
      <Vial standing={told.standing} size="large" />
      <div>
        <h1>{told.title}</h1>
        <p class="lead">
          {told.rows.length === 0 ? told.rest : <Where rows={told.rows} />}
          {told.sinceMs === null ? null : (
            <>
              {" "}
              since <Time ms={told.sinceMs} now={now} />
            </>
          )}
          {told.rows.length === 0 ? null : told.rest}
        </p>
      </div>
    </header>
  );
}

/** The first few by name, since they are the worst; how many others there are. */
function Where(props: { rows: readonly SystemRow[] }): Child {
  const { rows } = props;
  const shown = rows.length > NAMED_MAX + 1 ? rows.slice(0, NAMED_MAX) : rows;
  const rest = rows.length - shown.length;
  return (
    <>
      {shown.map(({ system }, i) => (
        <>
          {i === 0 ? "" : i === rows.length - 1 ? " and " : ", "}
          <a href={`/systems/${segment(system.id)}`}>{system.id}</a>
        </>
      ))}
      {rest === 0 ? null : (
        <>
          {" and "}
          <a href="/?stands=trouble#systems">{count(rest)} more</a>
        </>
      )}
    </>
  );
}

interface Told {
  readonly standing: Standing;
  readonly title: string;
  readonly rows: readonly SystemRow[];
  readonly rest: string;
  readonly sinceMs: number | null;
}

/** The one sentence that the page begins with. What could not be read is never told as well. */
function headline(rows: readonly SystemRow[], view: OverviewView): Told {
  const of = (standing: Standing): readonly SystemRow[] =>
    rows.filter((row) => row.standing === standing);
  const all = counted(rows.length, "system");
  const since = (some: readonly SystemRow[]): number | null => {
    const known = some.flatMap((row) => row.sinceMs ?? []);
    return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
  };
  if (view.controls.kind === "unread") {
    const title = "How the systems stand is not known";
    return {
      standing: "error",
      title,
      rows: [],
      rest: "The controls could not be read.",
      sinceMs: null,
    };
  }
  const phases = [
    { standing: "firing", words: "off level" },
    { standing: "error", words: "could not be judged" },
    { standing: "pending", words: "leaning: a breach is pending" },
    { standing: "recovering", words: "recovering" },
  ] as const;
  for (const { standing, words } of phases) {
    const some = of(standing);
    if (some.length === 0) continue;
    const title =
      rows.length === 1 ? `1 system, ${words}` : `${count(some.length)} of ${all} ${words}`;
    const blind = standing === "error" ? [] : of("error");
    const rest =
      blind.length === 0
        ? ""
        : `; ${listed(blind.map((row) => row.system.id))} could not be judged`;
    return { standing, title, rows: some, rest, sinceMs: since(some) };
  }
  const level = of("level");
  if (level.length === 0) {
    const rest = "No control has reached a verdict; below is when each is due.";
    return { standing: "inconclusive", title: "Not judged yet", rows: [], rest, sinceMs: null };
  }
  const open = valueOr(view.open, null)?.total ?? 0;
  const title =
    level.length === rows.length
      ? rows.length === 1
        ? "Level"
        : `All ${all} level`
      : `${count(level.length)} of ${all} level, the rest not judged yet`;
  const rest =
    open === 0
      ? "No control is in breach, and no nonconformity is open."
      : `No control is in breach; ${counted(open, "nonconformity", "nonconformities")} ${open === 1 ? "is" : "are"} still open.`;
  return { standing: "level", title, rows: [], rest, sinceMs: null };
}
