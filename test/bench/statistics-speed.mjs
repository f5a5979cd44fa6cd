/**
 * How fast values go into a profile, and how long all distances of a feature take. Prints each figure
 * beside its target and beside a quantile sketch of the same values; exits 1 where a target is missed. Processor time of this
 * process, so that what else the machine does counts little.
 */
import { DDSketch } from "@datadog/sketches-js";
import { countColumn, featureDistances, ProfileBuilder, profileColumn } from "@tiltmeter/rules";
import { CellSearch } from "../../rules/dist/profile/cell-search.js";
import { report } from "./table.mjs";

const VALUES = 2_000_000;
const RUNS = 7;
const values = normals(VALUES);
const feature = profileColumn(Array.from(values.subarray(0, 20_000)));

const batch = best(() => {
  const builder = new ProfileBuilder(feature);
  builder.addNumbers(values);
  return builder.build();
});
const search = new CellSearch(feature);
const cells = best(() => {
  const counts = new Float64Array(feature.counts.length);
  search.countNumbers(values, counts);
  return counts;
});
const single = best(() => {
  const builder = new ProfileBuilder(feature);
  for (const value of values) builder.add(value);
  return builder.build();
});
const sketch = best(() => {
  const made = new DDSketch({ relativeAccuracy: 0.01 });
  for (const value of values) made.accept(value);
  return made;
});

const windows = Array.from(
  { length: 200 },
  (_, i) =>
    countColumn(
      feature,
      Array.from(values.subarray(i * 3000, i * 3000 + 3000), (x) => x + i / 100),
    ).counts,
);
const times = Array.from({ length: 100 }, () => {
  const start = cpuMs();
  for (const current of windows) featureDistances({ feature, current, confidence: 0.95 });
  return ((cpuMs() - start) * 1000) / windows.length;
}).sort((a, b) => a - b);
const distances = times[times.length / 2];

const rate = (ms) => VALUES / ms / 1000;
console.log(
  `into a grid of ${feature.counts.length} cells, million values a second, fastest of ${RUNS}:`,
);
console.log(`  ${rate(cells).toFixed(1)} counted`);
console.log(`  ${rate(batch).toFixed(1)} with exact moments, sizes and extremes (target 10)`);
console.log(`  ${rate(single).toFixed(1)} the same, one by one`);
console.log(`  ${rate(sketch).toFixed(1)} into a DDSketch of 1 %, which keeps no moments of ours`);
console.log(
  `all distances of one feature: ${distances.toFixed(1)} µs in the median (target 20), ${times[0].toFixed(1)} at best`,
);
report([
  {
    ...{ what: "profile: values added", figure: rate(batch), unit: "M/s", goal: "≥ 10 M/s" },
    ...{ peer: "@datadog/sketches-js, 1 %", peerFigure: rate(sketch), met: rate(batch) >= 10 },
  },
  {
    ...{ what: "all distances of a feature", figure: distances, unit: "µs", goal: "≤ 20 µs" },
    met: distances <= 20,
  },
]);
process.exitCode = rate(batch) >= 10 && distances <= 20 ? 0 : 1;

/** Time that this process computed, in milliseconds: others share the machine, and are not measured. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of the fastest run. */
function best(run) {
  let fastest = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const start = cpuMs();
    run();
    fastest = Math.min(fastest, cpuMs() - start);
  }
  return fastest;
}

/** From a fixed seed, by Box–Muller; around 50, so that a relative sketch has its best case. */
function normals(count) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float64Array.from(
    { length: count },
    () => 50 + 10 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()),
  );
}
