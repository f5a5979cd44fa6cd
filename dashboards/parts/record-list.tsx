import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment, sourceWords } from "../formats/words.ts";
import { LabelPairs, SeverityMark } from "./labels.tsx";
import { StateMark } from "./state-mark.tsx";
import { Time } from "./time.tsx";

/** Nonconformities, one entry each: what, where, since when, who has it. */
export function RecordList(props: {
  records: readonly Nonconformity[];
  now: number;
  /** The page that they stand on says the system already. */
  within?: "system";
}): Child {
  return (
    <ul class="records">
      {props.records.map((record) => (
        <li class={`record severity-edge-${record.severity}`}>
          <div class="record-head">
            <h3 class="record-title">
              <a href={`/nonconformities/${segment(record.id)}`}>{record.controlTitle}</a>
            </h3>
            <span class="record-age">
              <Time ms={record.raisedMs} now={props.now} only="relative" />
            </span>
          </div>
          <p class="record-line">
            <SeverityMark severity={record.severity} />
            <span class="record-id">{record.id}</span>
            <StateMark state={record.state} />
            {props.within === undefined && record.system !== "" ? (
              <a href={`/systems/${segment(record.system)}`}>{record.system}</a>
            ) : null}
            <Group record={record} />
            <span class="soft">
              {record.control === null
                ? `from ${sourceWords(record.source)}`
                : counted(record.episodes.length, "episode")}
              {record.owner === null ? ", no owner yet" : `, with ${record.owner}`}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Group(props: { record: Nonconformity }): Child {
  const { system: _, ...rest } = props.record.group;
  return Object.keys(rest).length === 0 ? null : <LabelPairs of={rest} />;
}
