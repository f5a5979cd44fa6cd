// A process with a spool that kills itself before the n-th change of the disk, counted from its start. Says each record
// once it is recorded. Arguments: the SDK's file, the collector's address, the spool, n, how many records.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";

const [sdk, url, folder, at, records] = process.argv.slice(2);
let steps = 0;
const step = () => {
  steps += 1;
  if (steps === Number(at)) process.kill(process.pid, "SIGKILL");
};
const say = (line) => Reflect.apply(writeSync, fs, [1, `${line}\n`]);
const { writeSync } = fs;
const sync = ["mkdirSync", "renameSync", "rmSync", "rmdirSync", "writeFileSync", "writeSync"];
const later = ["mkdir", "open", "rename", "rm", "rmdir", "unlink"];
for (const [of, names] of [
  [fs, sync],
  [fs.promises, later],
]) {
  for (const name of names) {
    const real = of[name];
    of[name] = (...args) => {
      step();
      return Reflect.apply(real, of, args);
    };
  }
}
const probe = await fs.promises.open(process.execPath, "r");
const handle = Object.getPrototypeOf(probe);
for (const name of ["write", "writeFile", "sync"]) {
  const real = handle[name];
  handle[name] = function (...args) {
    step();
    return Reflect.apply(real, this, args);
  };
}
syncBuiltinESMExports();
steps = 0;

const { createMonitor } = await import(pathToFileURL(sdk).href);
const limits = {
  sendEveryMs: 5,
  batchRecordsMax: 2,
  retryMinMs: 5,
  retryMaxMs: 20,
  heartbeatEveryMs: 10,
};
const ai = createMonitor({ system: "kill", url, spool: { folder }, limits, log: () => undefined });
for (let i = 0; i < Number(records); i += 1) {
  ai.record({ id: `${at}-${i}`, label: "x" });
  say(`${at}-${i}`);
  if (i % 3 === 2) await new Promise((resolve) => setTimeout(resolve, 10));
}
await ai.close({ timeoutMs: 300 });
say(`steps ${steps}`);
