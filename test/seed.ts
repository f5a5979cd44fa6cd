const said = process.env["TILTMETER_SEED"];

/**
 * What every generated case of a run begins from. One number for all runs, so that a failure is the change's and
 * comes again; `TILTMETER_SEED` names another, and `TILTMETER_SEED=random` draws one, which is how new cases are
 * looked for.
 */
export const SEED: number = said === "random" ? Date.now() % 1_000_000_000 : Number(said ?? 5);
if (!Number.isSafeInteger(SEED)) {
  throw new Error(`TILTMETER_SEED is "${said}"; it is a whole number, or "random"`);
}
