import type { Child } from "hono/jsx";
import type { ClauseCoverage, Coverage, FrameworkCoverage } from "../coverage.ts";
import { count, counted, percent } from "../formats/number.ts";
import { moment } from "../formats/time.ts";
import { listed } from "../formats/words.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { Tabs } from "../parts/tabs.tsx";
import type { Reads } from "../reads.ts";
import { type ClauseStanding, clauseStanding } from "./clause-standing.ts";
import { ClauseTable } from "./clause-table.tsx";

const DAYS = [7, 30, 90] as const;
const DAY_MS = 86_400_000;

/** `/coverage`: which clauses the controls give evidence for; what is not covered is said first. */
export async function coverage(
  reads: Reads,
  query: Readonly<Record<string, string | undefined>>,
  mayExport: boolean,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const days = DAYS.find((known) => String(known) === query["days"]) ?? DAYS[0];
  // The window that ends now has ended.
  const range = { fromMs: nowMs + 1 - days * DAY_MS, toMs: nowMs + 1 };
  const found = await attempt("the coverage of clauses", () => reads.coverage(range));
  return {
    title: "Coverage of clauses",
    section: "coverage",
    body: (
      <>
        <header class="page-head">
          <h1>Coverage of clauses</h1>
          <p class="lead">
            Which clauses your controls give evidence for, and first of all: which they do not.
          </p>
          <p class="soft">
            Evaluations from {moment(range.fromMs, nowMs)} to {moment(nowMs, nowMs)}. A mapping is a
            help to find evidence; it is not a statement of conformity.
            {mayExport ? (
              <>
                {" "}
                What you hand to an auditor is made under <a href="/exports">Exports</a>.
              </>
            ) : null}
          </p>
        </header>
        <Tabs
          label="Time counted"
          kind="filters"
          class="coverage-days"
          of={DAYS.map((known) => ({
            ...{ href: `/coverage?days=${known}`, word: `${known} days` },
            isShown: known === days,
          }))}
        />
        <Shown of={found}>{(all) => <Frameworks of={all} now={nowMs} />}</Shown>
      </>
    ),
    status: 200,
    refreshSeconds: null,
  };
}

function Frameworks(props: { of: Coverage; now: number }): Child {
  const { frameworks } = props.of;
  if (frameworks.length === 0) {
    return (
      <p class="quiet">
        No control cites a clause yet. Name them under <code>clauses</code> in a control file, such
        as <code>{'clauses: { iso42001: ["9.1", A.6.2.6] }'}</code>, and this page shows which of
        them have evidence.
      </p>
    );
  }
  return (
    <>
      {frameworks.length > 1 ? <Contents frameworks={frameworks} /> : null}
      {frameworks.map((framework, i) => (
        <Framework of={framework} id={`framework-${i}`} now={props.now} />
      ))}
    </>
  );
}

function Contents(props: { frameworks: readonly FrameworkCoverage[] }): Child {
  return (
    <ul class="frameworks">
      {props.frameworks.map((framework, i) => (
        <li>
          <a href={`#framework-${i}`}>{framework.name}</a>
          <span class="figure">{share(framework) ?? <span class="soft">nothing yet</span>}</span>
          <span class="soft">{coveredOf(framework)}</span>
        </li>
      ))}
    </ul>
  );
}

/** In the order of the page; what is missing is what a reader has to act on. */
const groups: readonly {
  readonly title: string;
  readonly standings: readonly ClauseStanding[];
  readonly why: string;
}[] = [
  {
    title: "Not covered",
    standings: ["unknown", "uncovered", "quiet", "shadow"],
    why: "Telemetry could evidence these, and now it does not.",
  },
  {
    title: "Covered by telemetry",
    standings: ["covered"],
    why: "A control in force has given a pass or a breach. A breach is evidence too: that monitoring works.",
  },
  {
    title: "For people to attest",
    standings: ["attest"],
    why: "No record of use speaks to these: keep documents, decisions and minutes for them.",
  },
];

function Framework(props: { of: FrameworkCoverage; id: string; now: number }): Child {
  const { of, id, now } = props;
  const conclusive = share(of);
  return (
    <section class="block framework" aria-labelledby={id}>
      <h2 id={id}>{of.name}</h2>
      <p class="finding">{missingWords(of)}</p>
      <dl class="facts">
        <div>
          <dt>Conclusive of the evaluations scheduled</dt>
          <dd>
            <span class="figure">{conclusive ?? "none yet"}</span>
            <span class="under">
              {conclusive === null
                ? "no control that cites it was due"
                : `${count(of.conclusive)} of ${count(of.scheduled)}`}
            </span>
          </dd>
        </div>
        {groups.map(({ title, standings }) => (
          <div>
            <dt>{title}</dt>
            <dd>
              <span class="figure">{count(inGroup(of, standings).length)}</span>
              <span class="under">of {counted(of.clauses.length, "clause")}</span>
            </dd>
          </div>
        ))}
      </dl>
      {groups.map(({ title, standings, why }) => {
        const clauses = inGroup(of, standings);
        return clauses.length === 0 ? null : (
          <>
            <h3>{title}</h3>
            <p class="soft">{why}</p>
            <ClauseTable framework={of} clauses={clauses} label={title} now={now} />
          </>
        );
      })}
      <p class="soft sources">
        {of.sources.length === 0
          ? "This framework is not among those that are known: its clauses could not be compared with it."
          : `Numbers and titles were compared with ${listed(of.sources, of.sources.length)}.`}
      </p>
    </section>
  );
}

function inGroup(
  of: FrameworkCoverage,
  standings: readonly ClauseStanding[],
): readonly ClauseCoverage[] {
  return of.clauses.filter((clause) => standings.includes(clauseStanding(clause)));
}

/** `Not covered: 5.3, A.10.3 and 4 more.` */
function missingWords(of: FrameworkCoverage): string {
  const [first] = groups;
  const missing = inGroup(of, first?.standings ?? []).map(({ id }) => id);
  if (missing.length === 0) return "Every clause that telemetry can evidence is covered.";
  return `Not covered: ${listed(missing, NAMED_MAX)}.`;
}

const NAMED_MAX = 12;

function coveredOf(of: FrameworkCoverage): string {
  const covered = inGroup(of, ["covered"]).length;
  return `${count(covered)} of ${counted(of.clauses.length, "clause")} covered`;
}

/** The one number of a framework; null where nothing was scheduled. */
function share({ conclusive, scheduled }: FrameworkCoverage): string | null {
  return scheduled === 0 ? null : percent(Math.min(1, conclusive / scheduled));
}
