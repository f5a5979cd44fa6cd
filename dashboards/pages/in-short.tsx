import type { Citation, Clock, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { listed, segment } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { Prose } from "../parts/prose.tsx";
import { Time } from "../parts/time.tsx";
import { CitationsBeside } from "./citations-beside.tsx";
import { stateWords } from "./move-words.ts";
import { ClockMark } from "./record-clocks.tsx";

const frameworks: Readonly<Record<string, string>> = {
  iso42001: "ISO/IEC 42001",
  iso27001: "ISO/IEC 27001",
  iso27701: "ISO/IEC 27701",
  iso9001: "ISO 9001",
  gdpr: "GDPR",
  "eu-ai-act": "EU AI Act",
  "nist-ai-rmf": "NIST AI RMF",
};

/** What a reader must know, in the order of an alert: requirement, since, who, what next, by when. */
export function InShort(props: {
  record: Nonconformity;
  /** Absent: what falls due could not be read. */
  clocks: readonly Clock[] | null;
  /** Clauses of other standards that it serves too. */
  beside: readonly Citation[];
  now: number;
}): Child {
  const { record, now } = props;
  const { system: _, ...rest } = record.group;
  const clauses = Object.entries(record.clauses);
  return (
    <dl class="in-short">
      <div>
        <dt>Requirement</dt>
        <dd>
          <Prose text={record.requirement} />
          {clauses.map(([framework, ids]) => (
            <span class="under">
              {Object.hasOwn(frameworks, framework) ? frameworks[framework] : framework}:{" "}
              {listed(ids, 12)}
            </span>
          ))}
          <CitationsBeside of={props.beside} />
        </dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>
          <Time ms={record.firstBreachMs} now={now} />
          <span class="under">
            {record.control === null ? "when it was found" : "the first window in breach"}
          </span>
        </dd>
      </div>
      <div>
        <dt>Affected</dt>
        <dd>
          {record.system === "" ? (
            "The management system"
          ) : (
            <a href={`/systems/${segment(record.system)}`}>{record.system}</a>
          )}{" "}
          {Object.keys(rest).length === 0 ? null : <LabelPairs of={rest} />}
          {record.fields["affected"] === undefined ? null : (
            <span class="under">{record.fields["affected"]}</span>
          )}
        </dd>
      </div>
      <div>
        <dt>Next</dt>
        <dd>
          {stateWords(record.state).next}
          <span class="under">
            {record.owner === null ? "Nobody owns it yet." : `Owner: ${record.owner}`}
          </span>
        </dd>
      </div>
      <div>
        <dt>By when</dt>
        <dd>
          <ByWhen clocks={props.clocks} now={now} />
        </dd>
      </div>
    </dl>
  );
}

/** The first of the clocks that still run, in the order of the work. */
function ByWhen(props: { clocks: readonly Clock[] | null; now: number }): Child {
  if (props.clocks === null) return <span class="soft">not known: it could not be read</span>;
  const next = props.clocks.find(({ state }) => state !== "met");
  if (next === undefined) return <span class="soft">nothing falls due</span>;
  return (
    <>
      <Time ms={next.dueMs} now={props.now} />{" "}
      <ClockMark state={next.state} isLate={next.used > 1} />
    </>
  );
}
