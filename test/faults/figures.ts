import { appendFileSync } from "node:fs";

/**
 * Tells the runner of the fault suite what a run really did, such as how many states it recovered: a line of JSON in the
 * file that `TILTMETER_FAULT_FIGURES` names. Without a runner nobody asks.
 */
export function tellFigures(figures: Readonly<Record<string, number | string>>): void {
  const path = process.env["TILTMETER_FAULT_FIGURES"];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(figures)}\n`);
}

/** The size of a run: of a pull request, unless the environment says otherwise. */
export function sizeOf(variable: string, pullRequest: number): number {
  const said = process.env[variable];
  const size = Number(said ?? pullRequest);
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new Error(`${variable} is "${said}"; it is a whole number of at least 1`);
  }
  return size;
}
