import type { Child } from "hono/jsx";
import { count, counted } from "../../formats/number.ts";
import { iso } from "../../formats/time.ts";
import { segment } from "../../formats/words.ts";
import { FoldedActForm } from "../../parts/act-form.tsx";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { AuditSample, AuditState, Workpaper } from "../../roadmap-reads.ts";
import { AsOfLine } from "./as-of.tsx";
import { dayOf, roadmapPage, type Visit } from "./frame.tsx";
import { PastForm, pastMs } from "./past-form.tsx";

/** The newest; the register has them all. */
const RECORDS_SHOWN = 200;

/** `/audit`: the management system as it stood at a time, and samples that anybody can draw again. */
export async function audit(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const asked = visit.query["at"];
  const atMs = pastMs(asked) ?? now;
  const id = visit.query["sample"] ?? visit.query["done"];
  const state = await attempt("the state at that time", () =>
    reads.roadmap.auditState(atMs, RECORDS_SHOWN),
  );
  const samples = await attempt("the samples", async () => reads.roadmap.samples());
  const paper =
    id === undefined ? null : await attempt("the workpaper", () => reads.roadmap.workpaper(id));
  return roadmapPage({
    ...{ href: "/audit", title: "Internal audit", visit },
    lead: "Everything as it stood at any time, and samples by a seed that is recorded before anybody has seen what it draws.",
    body: (
      <>
        <section class="block" aria-labelledby="samples">
          <h2 id="samples">Samples</h2>
          <Shown of={samples}>{(of) => <Samples of={of} now={now} />}</Shown>
          {visit.may("draw_sample") ? (
            <FoldedActForm act="draw_sample" returned={visit.returned} />
          ) : null}
          <p class="soft">
            What does not hold is a finding:{" "}
            <a href="/nonconformities/new?source=internal_audit">raise it as a nonconformity</a>,
            with the requirement that it does not fulfil.
          </p>
        </section>
        {paper === null ? null : (
          <Shown of={paper}>{(of) => (of === null ? null : <Paper of={of} />)}</Shown>
        )}
        <section class="block" aria-labelledby="state">
          <h2 id="state">As it stood</h2>
          <PastForm href="/audit" asked={asked} now={now} />
          <Shown of={state}>{(of) => <State of={of} />}</Shown>
        </section>
      </>
    ),
  });
}

function Samples(props: { of: readonly AuditSample[]; now: number }): Child {
  const { of, now } = props;
  if (of.length === 0) return <p class="quiet">No sample was drawn yet.</p>;
  return (
    <PlainTable
      label="Samples"
      columns={["Sample", "Drawn", "Of", "Seed", "Workpaper"]}
      rows={of.slice(0, 100).map((each) => [
        <a href={`/audit?sample=${segment(each.id)}#paper`}>{each.id}</a>,
        <>
          <Time ms={each.atMs} now={now} only="moment" />
          <span class="under">{each.by}</span>
        </>,
        <>
          {count(each.count)} of {count(each.population.size)} {each.of}
          <span class="under">
            {dayOf(each.fromMs)} to {dayOf(each.toMs - 1)}
          </span>
        </>,
        <span class="digest">{each.seed}</span>,
        <>
          <a href={`/api/v1/audit-samples/${segment(each.id)}?format=csv`}>CSV</a>,{" "}
          <a href={`/api/v1/audit-samples/${segment(each.id)}`}>JSON</a>
        </>,
      ])}
    />
  );
}

function Paper(props: { of: Workpaper }): Child {
  const { of } = props;
  return (
    <section class="block" aria-labelledby="paper">
      <h2 id="paper">Workpaper {of.id}</h2>
      <p class="soft">
        {counted(of.items.length, "item")} of {counted(of.population.size, "item")}: {of.method},
        seed <span class="digest">{of.seed}</span>. The hash over all ids of the population, sorted,
        is <span class="digest">{of.population.digest}</span>.
      </p>
      <AsOfLine of={of.asOf} atMs={of.atMs} />
      <PlainTable
        label={`Items of ${of.id}`}
        columns={["Place", "Item", "Content"]}
        rows={of.items.map(({ id, item }, i) => [
          String(i + 1),
          of.of === "nonconformities" ? <a href={`/nonconformities/${segment(id)}`}>{id}</a> : id,
          <details>
            <summary>Show it</summary>
            <pre class="code">{JSON.stringify(item, null, 1)}</pre>
          </details>,
        ])}
      />
    </section>
  );
}

function State(props: { of: AuditState }): Child {
  const { of } = props;
  const at = encodeURIComponent(iso(of.atMs));
  return (
    <>
      <AsOfLine of={of.asOf} atMs={of.atMs} />
      <p class="soft">
        <a href={`/applicability?at=${at}`}>The statement of applicability then</a>,{" "}
        <a href={`/api/v1/audit?at=${at}`}>all of this as data (JSON)</a>.
      </p>
      <h3>Controls in force</h3>
      {of.controls.length === 0 ? (
        <p class="quiet">None was.</p>
      ) : (
        <PlainTable
          label="Controls in force"
          columns={["Control", "Limit", "Owner", "Status", "Approved"]}
          rows={of.controls.map((each) => [
            <>
              {each.title ?? each.id}
              <span class="under">
                {each.id}, revision {each.revision.slice(0, 12)}
              </span>
            </>,
            each.limit ?? <span class="soft">its text was not kept</span>,
            each.owner ?? <span class="soft">not known</span>,
            each.status ?? <span class="soft">not known</span>,
            each.approvedMs === null ? (
              <span class="clause-missing">not then</span>
            ) : (
              dayOf(each.approvedMs)
            ),
          ])}
        />
      )}
      <h3>Systems and who answered for them</h3>
      {of.systems.length === 0 ? (
        <p class="quiet">None was declared.</p>
      ) : (
        <PlainTable
          label="Systems"
          columns={["System", "Status", "Owner", "Deputy", "Risk tier", "Oversight role"]}
          rows={of.systems.map((each) => [
            each.id,
            each.status,
            ...[each.owner, each.deputy, each.riskTier, each.oversightRole].map(
              (value) => value ?? <span class="soft">nobody</span>,
            ),
          ])}
        />
      )}
      <h3>Policies</h3>
      {of.policies.length === 0 ? (
        <p class="quiet">None was on file.</p>
      ) : (
        <PlainTable
          label="Policies"
          columns={["Policy", "Version", "Approved"]}
          rows={of.policies.map((each) => [
            `${each.id} ${each.title}`,
            String(each.version),
            each.approvedMs === null ? (
              <span class="clause-missing">not then</span>
            ) : (
              dayOf(each.approvedMs)
            ),
          ])}
        />
      )}
      <h3>Nonconformities</h3>
      {of.nonconformities.length === 0 ? (
        <p class="quiet">None had been raised.</p>
      ) : (
        <PlainTable
          label="Nonconformities"
          columns={["Record", "System", "What", "Severity", "State", "Owner"]}
          rows={of.nonconformities.map((each) => [
            <a href={`/nonconformities/${segment(each.id)}`}>{each.id}</a>,
            each.system,
            each.title,
            each.severity,
            each.state,
            each.owner ?? <span class="soft">nobody</span>,
          ])}
        />
      )}
    </>
  );
}
