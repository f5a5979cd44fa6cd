import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Payloads recorded from real clients, which the repository does not carry. `TILTMETER_TEST_FIXTURES` names their
// folder; the default is `shared/fixtures/otlp` beside the checkout.
const folder =
  process.env["TILTMETER_TEST_FIXTURES"] ??
  fileURLToPath(new URL("../../../../shared/fixtures/otlp", import.meta.url));

export const absent: boolean = !existsSync(folder);
/** Said in the name of a test that cannot run without them, so that a skip is never silent. */
export const note: string = absent
  ? " [skipped: the recorded payloads are absent; set TILTMETER_TEST_FIXTURES to their folder]"
  : "";

/** What one client sent of each signal, as OTLP/JSON requests. */
export interface Recorded {
  readonly traces: readonly unknown[];
  readonly logs: readonly unknown[];
  readonly metrics: readonly unknown[];
}

export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
}
