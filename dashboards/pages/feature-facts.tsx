import type { Child } from "hono/jsx";
import { Histogram } from "../charts/histogram.tsx";
import type { BaselineFacts, FeatureDetail, FeatureFindings } from "../feature-drift.ts";
import { count, percent, plain } from "../formats/number.ts";
import { sentence } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { Distances } from "./feature-distances.tsx";
import { Quality } from "./feature-quality.tsx";
import { SegmentShifts } from "./feature-segments.tsx";

/** Everything about one feature over a range: both histograms, who carries the shift, distances, quality. */
export function FeatureFacts(props: { detail: FeatureDetail; now: number }): Child {
  const { detail, now } = props;
  const { found, baseline, problem } = detail;
  if (found === null || baseline === null) {
    return (
      <section class="block" aria-labelledby="distribution" data-live="distribution">
        <h2 id="distribution">Distribution</h2>
        <p class="quiet">{sentence(`not measured: ${problem ?? "nothing was found"}`)}.</p>
        {baseline === null ? null : <BaselineBlock of={baseline} now={now} />}
      </section>
    );
  }
  return (
    <>
      <section class="block" aria-labelledby="distribution" data-live="distribution">
        <h2 id="distribution">Distribution</h2>
        <Headline of={found} rows={baseline.rows} />
        {found.kind === "vectors" ? (
          <p class="quiet">A mean of vectors has no histogram.</p>
        ) : (
          <Histogram bins={found.bins} missing={found.missing} baselineName={baseline.name} />
        )}
      </section>
      {found.kind === "vectors" ? null : <SegmentShifts of={found} />}
      <section class="block" aria-labelledby="distances" data-live="distances">
        <h2 id="distances">Distances</h2>
        <Distances of={found.distances} />
      </section>
      <section class="block" aria-labelledby="quality" data-live="quality">
        <h2 id="quality">Quality</h2>
        <Quality of={found} />
      </section>
      <section class="block" aria-labelledby="baseline" data-live="baseline">
        <h2 id="baseline">Baseline</h2>
        <BaselineBlock of={baseline} now={now} />
      </section>
    </>
  );
}

function Headline(props: { of: FeatureFindings; rows: number }): Child {
  const { distances, missing, kind, predictions, values, smallestDetectable } = props.of;
  const [first] = distances;
  return (
    <dl class="facts facts-wide">
      <div>
        <dt>{kind === "vectors" ? (first?.title ?? "Distance") : "PSI"}</dt>
        <dd>
          {first?.measurement.kind === "measured" ? (
            <>
              <strong class="figure">{plain(first.measurement.value)}</strong>
              {first.measurement.lower === null ? null : (
                <span class="under">
                  at least {plain(Math.max(0, first.measurement.lower))}, as the sample proves
                </span>
              )}
            </>
          ) : (
            <>
              <span class="soft">not measured</span>
              <span class="under">{first?.measurement.reason}</span>
            </>
          )}
        </dd>
      </div>
      {smallestDetectable === null ? null : (
        <div>
          <dt>Smallest shift to be seen</dt>
          <dd>
            {plain(smallestDetectable)}
            <span class="under">with these sample sizes</span>
          </dd>
        </div>
      )}
      <div>
        <dt>Sample</dt>
        <dd>
          {count(values)}
          <span class="under">against {count(props.rows)} baseline rows</span>
        </dd>
      </div>
      <div>
        <dt>Missing</dt>
        <dd>
          {shareOf(missing.current, predictions)}
          <span class="under">baseline {shareOf(missing.baseline, props.rows)}</span>
        </dd>
      </div>
      <div>
        <dt>Kind</dt>
        <dd>{kind}</dd>
      </div>
    </dl>
  );
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? count(part) : percent(Math.min(1, part / whole));
}

function BaselineBlock(props: { of: BaselineFacts; now: number }): Child {
  const { name, version, digest, rows, origin, createdMs, approvedMs, approvedBy, seasonal } =
    props.of;
  return (
    <dl class="facts facts-wide">
      <div>
        <dt>Name</dt>
        <dd>
          {name} <span class="label">version {version}</span>
        </dd>
      </div>
      <div>
        <dt>Rows</dt>
        <dd>
          {count(rows)}
          <span class="under">{origin}</span>
        </dd>
      </div>
      <div>
        <dt>Made</dt>
        <dd>
          <Time ms={createdMs} now={props.now} />
        </dd>
      </div>
      <div>
        <dt>Approved</dt>
        <dd>
          {approvedMs === null ? (
            <span class="soft">not approved: no control is judged by it</span>
          ) : (
            <>
              <Time ms={approvedMs} now={props.now} />
              {approvedBy === null ? null : <span class="under">by {approvedBy}</span>}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Seasons</dt>
        <dd>{seasonal ? "the same hours of the week" : "none: the whole of it"}</dd>
      </div>
      <div>
        <dt>Digest</dt>
        <dd>
          <code class="digest" title={`SHA-256 ${digest}`}>
            {digest.slice(0, 12)}
          </code>
        </dd>
      </div>
    </dl>
  );
}
