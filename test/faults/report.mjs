// The fault suite's report: one page without anything from elsewhere.

/**
 * @typedef {{
 *   name: string, promise: string, file: string, size: string, seconds: number, cpuSeconds: number,
 *   state: "passed" | "failed" | "skipped" | "interrupted", found: readonly string[], notes: readonly string[],
 *   figures: Readonly<Record<string, number | string>>,
 * }} Outcome
 * @typedef {{
 *   isRelease: boolean, seed: number, startedAt: string, seconds: number, machine: string, version: string,
 *   outcomes: readonly Outcome[],
 * }} Report
 */

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2126; --dim: #5b6670; --line: #d7dce0; --paper: #fff; --good: #17703c; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8eb; --dim: #98a3ad; --line: #363d44; --paper: #14181b; --good: #6fcf97; --bad: #ff8a80 } }
body { margin: 2rem auto; padding: 0 1rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.4rem; margin: 0 } p { margin: .4rem 0; color: var(--dim) } .scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin-top: 1rem } caption { text-align: left; color: var(--dim) }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-top: 1px solid var(--line) }
th { font-weight: 600 } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
td small { display: block; color: var(--dim) } .passed { color: var(--good) } .failed, .interrupted { color: var(--bad) } .skipped { color: var(--dim) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.4 ui-monospace, monospace; margin: .4rem 0 0 } code { font-family: ui-monospace, monospace }`;

/** @param {Report} report */
export function htmlOf(report) {
  const { outcomes, seed } = report;
  const wrong = outcomes.filter(({ state }) => state === "failed" || state === "interrupted");
  const verdict =
    wrong.length === 0
      ? `<span class="passed">no fault found</span>`
      : `<span class="failed">${wrong.length} of ${outcomes.length} runs found a fault or did not end</span>`;
  const sizes = report.isRelease ? "release" : "pull request";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fault suite of Tiltmeter</title><style>${STYLE}</style></head><body>
<h1>Fault suite: ${verdict}</h1>
<p>Sizes of a ${sizes}, seed <code>${seed}</code>, begun ${escaped(report.startedAt)}, ${duration(report.seconds)} in all.</p>
<p>${escaped(report.machine)}; ${escaped(report.version)}.</p>
<div class="scroll"><table><thead><tr><th scope="col">Run</th><th scope="col">Size</th><th scope="col">What it came to</th>
<th scope="col">Time</th><th scope="col">Processor</th><th scope="col">Result</th></tr></thead>
<tbody>${outcomes.map(rowOf).join("\n")}</tbody></table></div>
<p>Again: <code>${escaped(commandOf(report))}</code>; one run alone: <code>-- --seed ${seed} --only TEXT</code>.</p>
</body></html>
`;
}

/** @param {Report} report */
export function commandOf({ isRelease, seed }) {
  return `npm run ${isRelease ? "faults:release" : "faults"} -- --seed ${seed}`;
}

/** @param {Outcome} of */
function rowOf(of) {
  const figures = Object.entries(of.figures).map(([name, value]) => `${grouped(value)} ${name}`);
  const found = of.found.map((text) => `<pre>${escaped(text)}</pre>`).join("");
  const notes = of.notes.map((text) => `<small>${escaped(text)}</small>`).join("");
  return `<tr><td>${escaped(of.name)}<small>${escaped(of.promise)}</small></td><td>${escaped(of.size)}</td>
<td>${escaped(figures.join(", "))}${notes}${found}</td><td class="number">${duration(of.seconds)}</td>
<td class="number">${duration(of.cpuSeconds)}</td><td class="${of.state}">${of.state}</td></tr>`;
}

/** 1,000,000. @param {number | string} value */
export function grouped(value) {
  return typeof value === "number" ? value.toLocaleString("en-US") : value;
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = `${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
  return minutes < 60
    ? `${minutes} min ${rest}`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
