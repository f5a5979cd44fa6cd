import type { Child } from "hono/jsx";
import type { ClauseControl, ClauseCoverage, FrameworkCoverage } from "../coverage.ts";
import { segment, sentence } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { clauseAnchor } from "./clause-anchor.ts";
import { type ClauseStanding, clauseStanding, isFresh } from "./clause-standing.ts";
import { statusWords } from "./controls-filter-form.tsx";

const standingWords: Readonly<Record<ClauseStanding, string>> = {
  covered: "covered",
  quiet: "controls are in force, and none was conclusive",
  shadow: "only controls in shadow or draft cite it",
  uncovered: "no control cites it",
  attest: "no record of use speaks to it",
  unknown: "the framework has no such clause: correct the control",
};

/** Clauses of one framework, each with the controls that evidence it and how sure the mapping is. */
export function ClauseTable(props: {
  framework: FrameworkCoverage;
  clauses: readonly ClauseCoverage[];
  label: string;
  now: number;
}): Child {
  const { framework, clauses, label, now } = props;
  return (
    <section class="scroll" tabindex={0} aria-label={`${framework.name}: ${label}, scrolls`}>
      <table class="clauses stacks">
        <thead>
          <tr>
            <th scope="col">Clause</th>
            <th scope="col">Evidence</th>
            <th scope="col">Telemetry fits</th>
            <th scope="col">Mapping</th>
          </tr>
        </thead>
        <tbody>
          {clauses.map((clause) => (
            <tr id={clauseAnchor(framework.id, clause.id)}>
              <th scope="row">
                {clause.id}
                <span class="under">{clause.title}</span>
              </th>
              <td>
                <Evidence clause={clause} now={now} />
              </td>
              <td data-label="Telemetry fits">
                {clause.fit === null ? <span class="soft">not known</span> : fitWords(clause)}
              </td>
              <td data-label="Mapping">
                {clause.confidence === null ? (
                  <span class="soft">none</span>
                ) : (
                  <>
                    {clause.confidence} confidence
                    <span class="under">compared {clause.verifiedOn}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function fitWords({ fit }: ClauseCoverage): string {
  return fit === "none" ? "not at all" : (fit ?? "");
}

function Evidence(props: { clause: ClauseCoverage; now: number }): Child {
  const { clause, now } = props;
  const standing = clauseStanding(clause);
  return (
    <>
      {standing === "covered" ? null : (
        <p class={standing === "attest" ? "soft" : "clause-missing"}>
          {sentence(standingWords[standing])}
        </p>
      )}
      {clause.records === null || standing === "covered" ? null : (
        <p class="under">Would speak to it: {clause.records}</p>
      )}
      {clause.controls.length === 0 ? null : (
        <ul class="clause-controls">
          {clause.controls.map((control) => (
            <li>
              <a href={`/controls/${segment(control.id)}`}>{control.title}</a>{" "}
              <span class="under">
                {statusWords[control.status] ?? control.status},{" "}
                <Last control={control} now={now} />
                {control.fit === null || control.fit === clause.fit
                  ? ""
                  : `, which fits ${control.fit}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Last(props: { control: ClauseControl; now: number }): Child {
  const { control, now } = props;
  const { lastConclusiveMs, lastVerdict } = control;
  if (lastConclusiveMs === null) return <>never conclusive in this time</>;
  return (
    <>
      {lastVerdict === null ? "conclusive" : lastVerdict}{" "}
      <Time ms={lastConclusiveMs} now={now} only="relative" />
      {isFresh(control, now) ? "" : ", which is old for it"}
    </>
  );
}
