import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { listed, segment } from "../formats/words.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { Time } from "../parts/time.tsx";
import { type Standing, Vial } from "../parts/vial.tsx";
import type { Reads } from "../reads.ts";
import { type OverviewView, readOverview, type SystemRow } from "./overview-reads.ts";
import { NextVerdicts } from "./overview-verdicts.tsx";
import { SetUp, setUpLeft } from "./set-up.tsx";
import { Suspensions } from "./suspensions.tsx";
import { SystemsTable } from "./systems-table.tsx";

/** `/`: is anything wrong, where, since when. */
export async function overview(reads: Reads): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const view = await readOverview(reads, nowMs);
  return {
    title: "Overview",
    section: "overview",
    body: <Overview view={view} now={nowMs} />,
    status: 200,
    refreshSeconds: 10,
  };
}

function Overview(props: { view: OverviewView; now: number }): Child {
  const { view, now } = props;
  const systems = valueOr(view.systems, null);
  if (systems?.length === 0) return <FirstRun view={view} />;
  const left = setUpLeft(valueOr(view.setUp, []));
  return (
    <>
      <Headline view={view} now={now} />
      <Shown of={view.suspensions}>{(found) => <Suspensions found={found} now={now} />}</Shown>
      <section class="block" aria-labelledby="open" data-live="open">
        <h2 id="open">Open nonconformities</h2>
        <Shown of={view.open}>
          {(open) =>
            open.total === 0 ? (
              <p class="quiet">None is open.</p>
            ) : (
              <>
                <RecordList records={open.items} now={now} />
                {open.total > open.items.length ? (
                  <p>
                    <a href="/nonconformities">All {open.total} open nonconformities</a>
                  </p>
                ) : null}
              </>
            )
          }
        </Shown>
      </section>
      <section class="block" aria-labelledby="systems" data-live="systems">
        <h2 id="systems">Systems</h2>
        <Shown of={view.systems}>
          {(rows) => <SystemsTable rows={rows} range={view.range} steps={view.steps} now={now} />}
        </Shown>
      </section>
      <section class="block" aria-labelledby="verdicts" data-live="verdicts">
        <h2 id="verdicts">Next verdicts</h2>
        <Shown of={view.controls}>{(controls) => <NextVerdicts controls={controls} />}</Shown>
      </section>
      {view.setUp.kind === "unread" ? (
        <section class="block" aria-label="Set-up">
          <Unread of={view.setUp} />
        </section>
      ) : left > 0 ? (
        <section class="block" aria-labelledby="set-up" data-live="set-up">
          <h2 id="set-up">Set-up: {counted(left, "step")} to go</h2>
          <SetUp steps={view.setUp.value} />
        </section>
      ) : null}
    </>
  );
}

function FirstRun(props: { view: OverviewView }): Child {
  return (
    <>
      <header class="headline" data-live="headline">
        <Vial standing="no_data" size="large" />
        <div>
          <h1>Nothing to watch yet</h1>
          <p class="lead">
            These steps take the first prediction to its first verdict. Each shows when it is done.
          </p>
        </div>
      </header>
      <section class="block" aria-label="Set-up" data-live="set-up">
        <Shown of={props.view.setUp}>{(steps) => <SetUp steps={steps} />}</Shown>
      </section>
    </>
  );
}

function Headline(props: { view: OverviewView; now: number }): Child {
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

function Where(props: { rows: readonly SystemRow[] }): Child {
  const [only] = props.rows;
  if (only !== undefined && props.rows.length === 1) {
    return <a href={`/systems/${segment(only.system.id)}`}>{only.system.id}</a>;
  }
  return listed(props.rows.map((row) => row.system.id));
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
    return known.length === 0 ? null : Math.min(...known);
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
    const title = rows.length === 1 ? `1 system, ${words}` : `${some.length} of ${all} ${words}`;
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
      : `${level.length} of ${all} level, the rest not judged yet`;
  const rest =
    open === 0
      ? "No control is in breach, and no nonconformity is open."
      : `No control is in breach; ${counted(open, "nonconformity", "nonconformities")} ${open === 1 ? "is" : "are"} still open.`;
  return { standing: "level", title, rows: [], rest, sinceMs: null };
}
