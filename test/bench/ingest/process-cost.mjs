// What other processes use, as Linux counts it.
import { readFile } from "node:fs/promises";

/** Seconds of processor time of a process so far, in hundredths. */
export async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** MiB of a process by the name of a line of its status: `VmRSS` now, `VmHWM` at most so far. */
export async function memoryMiB(pid, which) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}
