import type { ApplicabilityLine, Attestation, EvidencedBy } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, counted } from "../../formats/number.ts";
import { iso } from "../../formats/time.ts";
import { listed, segment } from "../../formats/words.ts";
import { ActForm, FoldedActForm } from "../../parts/act-form.tsx";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { StatementOfApplicability } from "../../roadmap-reads.ts";
import { AsOfLine } from "./as-of.tsx";
import { dayOf, roadmapPage, type Visit } from "./frame.tsx";
import { PastForm, pastMs } from "./past-form.tsx";

export const evidenceWords: Readonly<Record<EvidencedBy, string>> = {
  telemetry: "evidenced by telemetry",
  attestation: "attested by a person",
  stale: "evidence is old",
  nothing: "no evidence",
  not_applicable: "does not apply",
};
const ORDER: readonly EvidencedBy[] = [
  ...(["nothing", "stale", "attestation", "telemetry", "not_applicable"] as const),
];

/** `/applicability`: every clause, whether it applies, and what shows that it is kept. */
export async function applicability(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const asked = visit.query["at"];
  const atMs = pastMs(asked);
  const found = await attempt("the statement of applicability", () =>
    reads.roadmap.applicability(atMs),
  );
  const attestations = await attempt("the attestations", async () => reads.roadmap.attestations());
  const isPast = atMs !== null;
  return roadmapPage({
    ...{ href: "/applicability", title: "Statement of applicability", visit },
    lead: "Every clause and control: whether it applies and why, what shows that it is kept, and how fresh that is.",
    body: (
      <>
        <PastForm href="/applicability" asked={asked} now={now} />
        <Shown of={found}>
          {(of) => <Frameworks of={of} visit={visit} isPast={isPast} now={now} />}
        </Shown>
        {isPast ? null : (
          <Shown of={attestations}>
            {(of) => <Attestations of={of} visit={visit} now={now} />}
          </Shown>
        )}
      </>
    ),
  });
}

function Frameworks(props: {
  of: StatementOfApplicability;
  visit: Visit;
  isPast: boolean;
  now: number;
}): Child {
  const { of, visit, isPast, now } = props;
  const at = isPast ? `?at=${encodeURIComponent(iso(of.atMs))}&` : "?";
  return (
    <>
      <AsOfLine of={of.asOf} atMs={of.atMs} />
      <p class="soft">
        Keep it: <a href={`/api/v1/applicability${at}format=csv`}>as a table (CSV)</a>,{" "}
        <a href={`/api/v1/applicability${at}`}>as data (JSON)</a>. A mapping is a help to find
        evidence; it is not a statement of conformity.
      </p>
      {isPast ? null : <Chosen visit={visit} />}
      {of.frameworks.map(({ id, name, sources, lines }, i) => (
        <section class="block framework" aria-labelledby={`soa-${i}`}>
          <h2 id={`soa-${i}`}>{name}</h2>
          <p class="finding">{finding(lines)}</p>
          <dl class="facts">
            {ORDER.map((by) => (
              <div>
                <dt>{evidenceWords[by]}</dt>
                <dd>
                  <span class="figure">
                    {count(lines.filter((line) => line.evidencedBy === by).length)}
                  </span>
                  <span class="under">of {counted(lines.length, "clause")}</span>
                </dd>
              </div>
            ))}
          </dl>
          <PlainTable
            label={`Clauses of ${name}`}
            columns={["Clause", "Applies", "Shown by", "Last result", "Mapping"]}
            rows={lines.map((line) => row(line, { id, now: of.atMs, visit, isPast, today: now }))}
          />
          <p class="soft sources">
            Numbers and titles were compared with {listed(sources, sources.length)}.
          </p>
        </section>
      ))}
    </>
  );
}

function finding(lines: readonly ApplicabilityLine[]): string {
  const open = lines.filter(
    ({ evidencedBy }) => evidencedBy === "nothing" || evidencedBy === "stale",
  );
  if (open.length === 0) return "Every clause that applies has evidence.";
  return `Without fresh evidence: ${listed(
    open.map(({ clause }) => clause),
    12,
  )}.`;
}

function row(
  line: ApplicabilityLine,
  of: {
    readonly id: string;
    readonly now: number;
    readonly today: number;
    readonly visit: Visit;
    readonly isPast: boolean;
  },
): readonly Child[] {
  const mayAttest = of.visit.may("attest") && !of.isPast && line.applies;
  return [
    <>
      {line.clause}
      <span class="under">{line.title}</span>
    </>,
    <>
      {line.applies ? "yes" : "no"}
      <span class="under">{line.justification ?? "nobody has said why"}</span>
    </>,
    <>
      {line.evidencedBy === "nothing" || line.evidencedBy === "stale" ? (
        <span class="clause-missing">{evidenceWords[line.evidencedBy]}</span>
      ) : (
        evidenceWords[line.evidencedBy]
      )}
      {line.controls.map((control) => (
        <span class="under">
          <a href={`/controls/${segment(control.id)}`}>{control.title}</a>, {control.status},{" "}
          {control.lastVerdict === null ? "no verdict yet" : control.lastVerdict}
          {control.isFresh || control.lastVerdict === null ? "" : ", which is old for it"}
        </span>
      ))}
      {line.attestations.map((each) => (
        <span class="under">
          {each.id}: {each.statement} ({each.by}, until {dayOf(each.expiresMs)})
        </span>
      ))}{" "}
      {mayAttest && line.evidencedBy !== "telemetry" ? (
        <a href={`/applicability?attest=${segment(`${of.id}:${line.clause}`)}#attest`}>attest it</a>
      ) : null}
    </>,
    line.lastMs === null ? (
      <span class="soft">none</span>
    ) : (
      <Time ms={line.lastMs} now={of.now} only="relative" />
    ),
    <>
      {line.confidence} confidence
      <span class="under">telemetry fits {line.fit === "none" ? "not at all" : line.fit}</span>
    </>,
  ];
}

function Chosen(props: { visit: Visit }): Child {
  const { visit } = props;
  const written = visit.returned?.act === "attest" ? visit.returned.written : null;
  const [framework, clause] = (visit.query["attest"] ?? "").split(":");
  const given =
    written === null
      ? { framework: framework ?? "", clause: clause ?? "" }
      : { framework: written["framework"] ?? "", clause: written["clause"] ?? "" };
  if (given.framework === "" || given.clause === "" || !visit.may("attest")) return null;
  return (
    <section class="block" aria-labelledby="attest">
      <h2 id="attest">
        Attest {given.framework} {given.clause}
      </h2>
      <ActForm act="attest" given={given} returned={visit.returned} />
    </section>
  );
}

function Attestations(props: { of: readonly Attestation[]; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <section class="block" aria-labelledby="attestations">
      <h2 id="attestations">Attestations</h2>
      {of.length === 0 ? (
        <p class="quiet">
          Nobody has attested a clause yet. Where no telemetry speaks to one, a person states that
          it is kept, where the evidence lies, and until when that holds.
        </p>
      ) : (
        <PlainTable
          label="Attestations"
          columns={["Attestation", "Clause", "Statement", "Evidence", "Standing"]}
          rows={of.map((each) => [
            <>
              {each.id}
              <span class="under">
                {each.by}, <Time ms={each.atMs} now={now} only="moment" />
              </span>
            </>,
            `${each.framework} ${each.clause}`,
            each.statement,
            each.evidence,
            each.withdrawn !== null ? (
              `withdrawn by ${each.withdrawn.by}: ${each.withdrawn.reason}`
            ) : each.expiresMs <= now ? (
              <span class="clause-missing">expired on {dayOf(each.expiresMs)}</span>
            ) : (
              <>
                until {dayOf(each.expiresMs)}
                {visit.may("withdraw_attestation") ? (
                  <FoldedActForm
                    act="withdraw_attestation"
                    title="Withdraw it"
                    given={{ id: each.id }}
                    returned={visit.returned}
                  />
                ) : null}
              </>
            ),
          ])}
        />
      )}
    </section>
  );
}
