import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { Histogram } from "../charts/histogram.tsx";
import { plain } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { CopyLine, LabelPairs } from "../parts/labels.tsx";
import type { EvidenceSnapshot } from "../reads.ts";

/** Drawn at once; the others wait behind a line each. */
const OPEN_MAX = 1;

/** The evidence frozen at the raise: what was compared, by which control, on which predictions. */
export function Evidence(props: {
  snapshot: EvidenceSnapshot | null;
  record: Nonconformity;
  now: number;
}): Child {
  const { snapshot, record, now } = props;
  if (record.evidence === null) {
    return <p class="quiet">A person raised it: there is no snapshot of measurements.</p>;
  }
  if (snapshot === null) {
    return (
      <p class="quiet">
        The snapshot <code class="digest">{record.evidence.slice(0, 12)}</code> is not in the store.
      </p>
    );
  }
  const drawn = snapshot.instances.filter((instance) => instance.bins.length > 0);
  return (
    <>
      <p class="soft">
        Frozen when the record was raised, from the window{" "}
        {between(snapshot.window.fromMs, snapshot.window.toMs, now)}. Addressed by SHA-256{" "}
        <code class="digest" title={record.evidence}>
          {record.evidence.slice(0, 16)}
        </code>
        ; computed by {snapshot.engine}.
      </p>
      {drawn.map((instance, i) => (
        <details class="evidence-part" open={i < OPEN_MAX}>
          <summary>
            <LabelPairs of={instance.labels} without={["system"]} />{" "}
            {instance.measurement.kind === "measured" ? (
              <span class="soft">{plain(instance.measurement.value)}</span>
            ) : null}
          </summary>
          <Histogram bins={instance.bins} baselineName={snapshot.baseline?.name ?? ""} />
        </details>
      ))}
      <h3>The control as it was in force</h3>
      <p class="soft">
        {snapshot.control.id}, revision{" "}
        <code class="digest" title={snapshot.control.revision}>
          {snapshot.control.revision.slice(0, 12)}
        </code>
      </p>
      <CopyLine text={snapshot.control.text} label="the control" />
      <h3>Example predictions</h3>
      {snapshot.predictions.length === 0 ? (
        <p class="quiet">None was kept.</p>
      ) : (
        <ul class="prediction-ids">
          {snapshot.predictions.map((id) => (
            <li>
              <code>{id}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
