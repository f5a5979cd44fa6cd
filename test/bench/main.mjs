// `npm run bench`: every benchmark in turn. Ratios come from one run; no figure is asserted.
import { cpus } from "node:os";

console.log(
  `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`,
);
for (const name of [
  "sdk",
  "proxy",
  "ingest",
  "spans",
  "notice",
  "rollups",
  "drift",
  "controls",
  "simulated-year",
  "ledger",
  "duties",
  "records",
]) {
  console.log(`\n${name}`);
  await import(`./${name}.mjs`);
}
