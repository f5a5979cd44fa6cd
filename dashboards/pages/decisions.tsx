import { closureShare, REVIEW_DECISIONS, reviewedCount } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, counted, percent, plain } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";
import type { AffectedPage } from "../record-findings.ts";
import { decisionWords } from "./decision-words.ts";
import { notFound, unreadable } from "./problem.tsx";

/** As many as a person works off without losing the place. */
const SHOWN = 100;

/** What came of a form of this page. */
export interface ReviewOutcome {
  readonly problem: string | null;
  readonly done: string | null;
}

/** `/nonconformities/:id/decisions`: the decisions of the breach, to be looked at again one by one or all. */
export async function decisions(
  reads: Reads,
  of: {
    readonly id: string;
    readonly mayAct: boolean;
    readonly query: Readonly<Record<string, string | undefined>>;
    readonly outcome: ReviewOutcome;
    readonly status: PageContent["status"];
  },
): Promise<PageContent> {
  const { id, query, outcome } = of;
  const nowMs = reads.nowMs();
  const isOpenOnly = query["state"] !== "all";
  const cursor = query["cursor"];
  const found = await attempt(`the record ${id}`, () => reads.nonconformity(id));
  if (found.kind === "unread") return unreadable(found);
  const record = found.value;
  if (record === null) {
    return notFound(`No record is called ${id}`, "Records are never deleted: check the number.");
  }
  const page = await attempt("the decisions of the breach", () =>
    reads.affectedDecisions({
      ...{ id, limit: SHOWN, isOpenOnly },
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const { review } = record;
  const path = `/nonconformities/${segment(id)}`;
  return {
    title: `${id} decisions to look at again`,
    section: "nonconformities",
    body: (
      <>
        <header class="page-head">
          <Breadcrumbs
            way={[
              { word: "Nonconformities", href: "/nonconformities" },
              { word: id, href: path },
            ]}
            here="Decisions"
          />
          {outcome.done === null ? null : (
            <p class="notice notice-done" role="status">
              {outcome.done}
            </p>
          )}
          {outcome.problem === null ? null : (
            <p class="notice notice-error" role="alert">
              Nothing was recorded: {outcome.problem}
            </p>
          )}
          <h1>Decisions to look at again</h1>
          <p class="lead">
            What the system decided while the requirement was not fulfilled: {record.controlTitle}
          </p>
        </header>
        <Shown of={page}>
          {(known) =>
            known === null ? (
              <p class="quiet">
                No telemetry says which decisions this record is about: no control measured it.
              </p>
            ) : (
              <>
                <dl class="facts">
                  <div>
                    <dt>Affected</dt>
                    <dd>
                      <span class="figure">{count(known.affected)}</span>
                    </dd>
                  </div>
                  <div>
                    <dt>Reviewed</dt>
                    <dd>
                      <span class="figure">
                        {count(review === undefined ? 0 : reviewedCount(review))}
                      </span>
                      <span class="under">{shareWords(review, known.affected)}</span>
                    </dd>
                  </div>
                </dl>
                <p class="soft">
                  {known.method}{" "}
                  <a href={`/api/v1/nonconformities/${segment(id)}/decisions.csv`} download="">
                    Download all as CSV
                  </a>
                </p>
                <Tabs
                  label="Which decisions"
                  kind="filters"
                  class="coverage-days"
                  of={[
                    {
                      ...{ href: `${path}/decisions`, word: "To be reviewed" },
                      isShown: isOpenOnly,
                    },
                    {
                      ...{ href: `${path}/decisions?state=all`, word: "All" },
                      isShown: !isOpenOnly,
                    },
                  ]}
                />
                <List
                  of={known}
                  system={record.system}
                  path={path}
                  mayAct={of.mayAct}
                  isOpenOnly={isOpenOnly}
                  now={nowMs}
                />
              </>
            )
          }
        </Shown>
      </>
    ),
    status: of.status,
    refreshSeconds: null,
  };
}

function shareWords(review: Parameters<typeof closureShare>[0] | undefined, all: number): string {
  if (all === 0) return "there is none";
  const share = review === undefined ? 0 : closureShare({ ...review, affected: all });
  return share === null ? "" : percent(share);
}

function List(props: {
  of: AffectedPage;
  system: string;
  path: string;
  mayAct: boolean;
  isOpenOnly: boolean;
  now: number;
}): Child {
  const { of, path, mayAct, isOpenOnly, now } = props;
  if (of.items.length === 0) {
    return (
      <p class="quiet">
        {of.affected === 0
          ? "No decision fell into the windows of the breach."
          : isOpenOnly
            ? "Every decision here was looked at again."
            : "There are no more."}
      </p>
    );
  }
  const state = isOpenOnly ? "" : "state=all&";
  const hrefOf = (prediction: string): string =>
    `/systems/${segment(props.system)}/predictions/${segment(prediction)}`;
  return (
    <form class="form" method="post" action={`${path}/decisions`}>
      <p class="soft">
        {counted(of.items.length, "decision")}, the oldest first
        {of.next === null ? "" : "; there are more"}
      </p>
      <section class="scroll" tabindex={0} aria-label="Decisions, scrolls">
        <table class="stacks">
          <thead>
            <tr>
              <th scope="col">Prediction</th>
              <th scope="col">When</th>
              <th scope="col">Version</th>
              <th scope="col">Answer</th>
              <th scope="col" class="number">
                Score
              </th>
              <th scope="col">On review</th>
            </tr>
          </thead>
          <tbody>
            {of.items.map((item) => (
              <tr>
                <th scope="row">
                  {mayAct ? (
                    <>
                      <label>
                        <input type="checkbox" name="ids" value={item.id} /> {item.id}
                      </label>{" "}
                      <a href={hrefOf(item.id)} aria-label={`Details of ${item.id}`}>
                        details
                      </a>
                    </>
                  ) : (
                    <a href={hrefOf(item.id)}>{item.id}</a>
                  )}
                </th>
                <td data-label="When">
                  <Time ms={item.timeMs} now={now} only="moment" />
                </td>
                <td data-label="Version">{item.modelVersion || "(not given)"}</td>
                <td data-label="Answer">
                  {item.status === "error" ? "(failed)" : item.label || "(none)"}
                </td>
                <td class="number" data-label="Score">
                  {item.score === null ? "" : plain(item.score)}
                </td>
                <td data-label="On review">
                  {item.decided === null ? (
                    <span class="soft">not yet</span>
                  ) : (
                    decisionWords(item.decided)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {of.next === null ? null : (
        <p>
          <a href={`${path}/decisions?${state}cursor=${encodeURIComponent(of.next)}`}>
            The next decisions
          </a>
        </p>
      )}
      {mayAct ? (
        <>
          <label class="field">
            <span class="field-label">What was decided</span>
            <select name="decided">
              {REVIEW_DECISIONS.map((decision) => (
                <option value={decision}>{decisionWords(decision)}</option>
              ))}
            </select>
          </label>
          <p class="soft">
            The list of ids and what was decided is kept as a document; the ledger has its digest
            and the counts.
          </p>
          <button type="submit" class="button button-primary" name="which" value="named">
            Record for those ticked
          </button>
          <button type="submit" class="button" name="which" value="all_open">
            Record for all that are not reviewed yet
          </button>
        </>
      ) : (
        <p class="quiet">You are reading only: sign in with a key that may act on records.</p>
      )}
    </form>
  );
}
