import type { Child } from "hono/jsx";
import { counted } from "../../formats/number.ts";
import { listed, segment } from "../../formats/words.ts";
import { ActForm, FoldedActForm } from "../../parts/act-form.tsx";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { CopyLine } from "../../parts/labels.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { Chain } from "../../roadmap-reads.ts";
import { Approval } from "./approval-words.tsx";
import { roadmapPage, type Visit } from "./frame.tsx";

/** `/governance`: from policies to limits, with what was approved, and what is missing in between. */
export async function governance(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const found = await attempt("the governance file", reads.roadmap.chain);
  return roadmapPage({
    ...{ href: "/governance", title: "Policies and limits", visit },
    lead: "What the organisation wants, which control shows whether it is so, at which limit, and who approved that.",
    body: <Shown of={found}>{(of) => <Parts of={of} visit={visit} now={now} />}</Shown>,
  });
}

function Parts(props: { of: Chain; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <>
      {of.laidDown.file === null && of.chain.policies.length === 0 ? (
        <NoFile />
      ) : (
        <p class="finding">{finding(of)}</p>
      )}
      <Chosen of={of} visit={visit} now={now} />
      <Policies of={of} visit={visit} now={now} />
      <Objectives of={of} visit={visit} now={now} />
      <Controls of={of} visit={visit} now={now} />
      <History of={of} now={now} />
    </>
  );
}

function NoFile(): Child {
  return (
    <div class="quiet">
      <p>
        Nothing is laid down yet. Name a file under <code>governance</code> in the configuration:
        policies with their statements, objectives, risks, suppliers, reviewers, issues, and which
        clauses apply. Limits can be approved without it.
      </p>
      <CopyLine
        text={
          "version: 1\npolicies:\n  - id: POL-AI-01\n    version: 1\n    title: Use of AI\n    statements:\n      - { id: POL-AI-01.1, text: Decisions are right, controls: [quality-below-declared] }"
        }
        label="the beginning of a governance file"
      />
    </div>
  );
}

function finding({ chain }: Chain): string {
  const unmeasured = chain.policies.flatMap((each) => each.unmeasured.map(({ id }) => id));
  const waiting = [...chain.policies, ...chain.controls].filter(
    ({ approval }) => approval.kind !== "approved",
  ).length;
  const overdue = chain.policies.filter(({ reviewOverdue }) => reviewOverdue);
  const parts = [
    ...(unmeasured.length === 0 ? [] : [`no control measures ${listed(unmeasured)}`]),
    ...(chain.withoutPolicy.length === 0
      ? []
      : [`${counted(chain.withoutPolicy.length, "control")} without a policy`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, "version")} not approved`]),
    ...(overdue.length === 0
      ? []
      : [`the review of ${listed(overdue.map(({ policy }) => policy.id))} is overdue`]),
    ...(chain.missing.length === 0
      ? []
      : [`the file names controls that are not in force: ${listed(chain.missing)}`]),
  ];
  const all = counted(chain.policies.length, "policy", "policies");
  return parts.length === 0 ? `${all}, measured and approved.` : `${all}: ${parts.join("; ")}.`;
}

/** The form for the control that was chosen in the table. */
function Chosen(props: { of: Chain; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  const returned = visit.returned?.written;
  const id = returned?.["subject"] === "control" ? returned["id"] : visit.query["approve"];
  const control = of.chain.controls.find((each) => each.id === id);
  if (control === undefined || !visit.may("approve")) return null;
  return (
    <section class="block" aria-labelledby="approve">
      <h2 id="approve">Approve the limit of {control.title}</h2>
      <dl class="facts facts-wide">
        <div class="wide">
          <dt>Limit</dt>
          <dd>{control.limit}</dd>
        </div>
        <div>
          <dt>Standing</dt>
          <dd>
            <Approval of={control.approval} now={now} />
          </dd>
        </div>
      </dl>
      <ActForm
        act="approve"
        given={{ subject: "control", id: control.id, version: control.revision }}
        returned={visit.returned}
        without={of.backtested.includes(control.id) ? [] : ["backtest"]}
      />
      {of.backtested.includes(control.id) ? null : (
        <p class="soft">
          A backtest of this revision can support the approval: make one with{" "}
          <code>tiltmeter controls backtest</code> first, and the form asks for it.
        </p>
      )}
    </section>
  );
}

function Policies(props: { of: Chain; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  if (of.chain.policies.length === 0) return null;
  return (
    <section class="block" aria-labelledby="policies">
      <h2 id="policies">Policies</h2>
      {of.chain.policies.map(({ policy, approval, unmeasured, reviewOverdue }) => {
        const read = of.acknowledged.find((each) => each.policy === policy.id);
        const given = { subject: "policy", id: policy.id, version: String(policy.version) };
        return (
          <article class="policy">
            <h3>
              {policy.id} {policy.title}
            </h3>
            <dl class="facts">
              <div>
                <dt>Version</dt>
                <dd>
                  {policy.version}
                  <span class="under">
                    {policy.document === null
                      ? "no document is named"
                      : `document ${policy.document.slice(0, 12)}`}
                  </span>
                </dd>
              </div>
              <div>
                <dt>Approval</dt>
                <dd>
                  <Approval of={approval} now={now} />
                </dd>
              </div>
              <div>
                <dt>Owner</dt>
                <dd>{policy.owner ?? <span class="clause-missing">nobody</span>}</dd>
              </div>
              <div>
                <dt>Review by</dt>
                <dd>
                  {policy.reviewBy ?? <span class="clause-missing">no day is set</span>}
                  {reviewOverdue ? <span class="under clause-missing">overdue</span> : null}
                </dd>
              </div>
              <div>
                <dt>Acknowledged</dt>
                <dd>
                  {counted(read?.people ?? 0, "person", "people")}
                  <span class="under">
                    {policy.acknowledgedBy.length === 0
                      ? "nobody is asked to"
                      : `asked of ${listed(policy.acknowledgedBy)}`}
                  </span>
                </dd>
              </div>
            </dl>
            {policy.statements.length === 0 ? null : (
              <PlainTable
                label={`Statements of ${policy.id}`}
                columns={["Statement", "What it says", "Measured by"]}
                rows={policy.statements.map(({ id, text, controls }) => [
                  id,
                  text,
                  unmeasured.some((each) => each.id === id) ? (
                    <span class="clause-missing">no control in force</span>
                  ) : (
                    <ControlLinks ids={controls} />
                  ),
                ])}
              />
            )}
            {visit.may("approve") && approval.kind !== "approved" ? (
              <FoldedActForm
                act="approve"
                title={`Approve version ${policy.version}`}
                given={given}
                without={["backtest"]}
                returned={visit.returned}
              />
            ) : null}
            {visit.may("acknowledge") ? (
              <FoldedActForm
                act="acknowledge"
                title="Acknowledge that you have read it"
                given={{ policy: policy.id, version: String(policy.version) }}
                returned={visit.returned}
              />
            ) : null}
          </article>
        );
      })}
    </section>
  );
}

function Objectives(props: { of: Chain; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  const all = [
    ...of.chain.policies.flatMap((each) => each.objectives),
    ...of.chain.looseObjectives,
  ];
  if (all.length === 0) return null;
  return (
    <section class="block" aria-labelledby="objectives">
      <h2 id="objectives">Objectives</h2>
      <PlainTable
        label="Objectives"
        columns={["Objective", "Target", "Measured by", "Approval"]}
        rows={all.map(({ objective, approval }) => [
          <>
            {objective.id} {objective.title}
            <span class="under">
              version {objective.version}
              {objective.policy === null ? ", serves no policy" : `, serves ${objective.policy}`}
            </span>
          </>,
          <>
            {objective.target}
            {objective.by === null ? null : <span class="under">by {objective.by}</span>}
          </>,
          <ControlLinks ids={[objective.control]} />,
          <>
            <Approval of={approval} now={now} />
            {visit.may("approve") && approval.kind !== "approved" ? (
              <FoldedActForm
                act="approve"
                given={{
                  ...{ subject: "objective", id: objective.id },
                  version: String(objective.version),
                }}
                without={["backtest"]}
                returned={visit.returned}
              />
            ) : null}
          </>,
        ])}
      />
    </section>
  );
}

function Controls(props: { of: Chain; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  if (of.chain.controls.length === 0) return <p class="quiet">No control is in force.</p>;
  return (
    <section class="block" aria-labelledby="controls">
      <h2 id="controls">Controls and their limits</h2>
      <PlainTable
        label="Controls and their limits"
        columns={["Control", "Limit", "Leads from", "Approval"]}
        rows={of.chain.controls.map((control) => [
          <>
            <a href={`/controls/${segment(control.id)}`}>{control.title}</a>
            <span class="under">
              {control.id}, {control.status}, revision {control.revision.slice(0, 12)}
            </span>
          </>,
          control.limit,
          control.policies.length + control.objectives.length + control.risks.length === 0 ? (
            <span class="soft">no policy</span>
          ) : (
            listed([...control.policies, ...control.objectives, ...control.risks], 6)
          ),
          <>
            <Approval of={control.approval} now={now} />{" "}
            {visit.may("approve") && control.approval.kind !== "approved" ? (
              <a href={`/governance?approve=${segment(control.id)}#approve`}>approve it</a>
            ) : null}
          </>,
        ])}
      />
    </section>
  );
}

function ControlLinks(props: { ids: readonly string[] }): Child {
  return (
    <>
      {props.ids.map((id, i) => (
        <>
          {i === 0 ? "" : ", "}
          <a href={`/controls/${segment(id)}`}>{id}</a>
        </>
      ))}
    </>
  );
}

function History(props: { of: Chain; now: number }): Child {
  const { history } = props.of.laidDown;
  if (history.length === 0) return null;
  return (
    <section class="block" aria-labelledby="history">
      <h2 id="history">Changes of the governance file</h2>
      <PlainTable
        label="Changes of the governance file"
        columns={["When", "What", "Document"]}
        rows={history.slice(0, 50).map(({ atMs, changed, changes, document }) => [
          <Time ms={atMs} now={props.now} />,
          <>
            {changes.added} added, {changes.changed} changed, {changes.removed} removed
            <span class="under">
              {listed(
                changed.map(({ id, change, fields }) =>
                  fields.length === 0 ? `${id} ${change}` : `${id}: ${fields.join(", ")}`,
                ),
                6,
              )}
            </span>
          </>,
          <span class="digest">{document?.slice(0, 12) ?? "none"}</span>,
        ])}
      />
    </section>
  );
}
