// One act on a record in a process of its own, which kills itself before the n-th write to the disk or sync of it, counted
// from when the act begins. Prints `answered` once the act was answered. Arguments: folder, n, the built collector's folder.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, at, dist] = process.argv.slice(2);
let isArmed = false;
let steps = 0;
for (const name of [
  "write",
  "writev",
  "fdatasync",
  "fsync",
  "ftruncate",
  "open",
  "rename",
  "unlink",
]) {
  for (const of of [fs, fs.promises]) {
    const real = of[name];
    if (real === undefined) continue;
    of[name] = Object.assign((...args) => {
      if (isArmed) {
        steps += 1;
        if (steps === Number(at)) process.kill(process.pid, "SIGKILL");
      }
      return real.apply(of, args);
    }, real); // promisify's own form of write comes along
  }
}
// Handles of files that promises opened write by methods of their own.
const probe = await fs.promises.open(process.execPath, "r");
const handle = Object.getPrototypeOf(probe);
await probe.close();
for (const name of ["write", "writev", "writeFile", "datasync", "sync", "truncate"]) {
  const real = handle[name];
  handle[name] = function (...args) {
    if (isArmed) {
      steps += 1;
      if (steps === Number(at)) process.kill(process.pid, "SIGKILL");
    }
    return real.apply(this, args);
  };
}
syncBuiltinESMExports();

const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { Ledger } = await load("ledger/ledger.js");
const { refuseInline } = await load("ledger/spoken.js");
const { openWords } = await load("wiring/open-words.js");
const { createActs } = await load("acts/acts.js");
const now = () => Date.UTC(2026, 10, 24);
const ledger = await Ledger.open({ folder: join(folder, "ledger"), now, refuse: refuseInline });
const words = await openWords({ folder, ledger });
const acts = createActs({
  now,
  hash: () => "",
  transact: words.transact,
  pseudonymOf: words.people.pseudonymOf,
  known: () => new Map(),
  keep: async () => "",
  past: async () => ({ columns: {}, scores: {}, outputs: {} }),
});
const by = await words.people.pseudonymOf("ann");
isArmed = true;
const answer = await acts.transition({
  id: "NC-2026-0001",
  to: "assessing",
  fields: { owner: "mara" },
  reason: "the campaign began at noon",
  version: 1,
  by,
  authority: "work",
});
process.stdout.write(`${answer.kind === "done" ? "answered" : JSON.stringify(answer)} ${steps}\n`);
process.exit(0);
