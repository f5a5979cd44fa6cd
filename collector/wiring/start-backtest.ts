import { createHash } from "node:crypto";
import {
  type Control,
  type EvidenceGroup,
  type EvidenceRequest,
  metric,
  parseControls,
} from "@tiltmeter/rules";
import type { ApiBacktests, BacktestRequest } from "../http/api/backtests.ts";
import type { Backtests } from "../replay/backtests.ts";
import type { openReplay } from "./open-replay.ts";
import { runBacktest } from "./run-backtest.ts";

type ReplayOptions = Parameters<typeof openReplay>[0];

/** Two years of hours: more is asked in parts. */
const WINDOWS_MAX = 20_000;

/** Starts backtests over the collector's own store; what cannot be run is refused in words. */
export function startBacktest(of: {
  readonly queue: Backtests;
  readonly now: () => number;
  readonly controls: () => readonly Control[];
  readonly baselines: ReplayOptions["baselines"];
  readonly inventory: ReplayOptions["inventory"];
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
}): ApiBacktests {
  return {
    start: (request) => {
      const control = controlOf(request, of.controls());
      if ("kind" in control) return control;
      const wrong = wrongWith(request, control, of.now());
      if (wrong !== null) return { kind: "refused", reason: wrong };
      const { fromMs, toMs, known } = request;
      const { baselines, inventory, fetchEvidence } = of;
      const report = of.queue.start(request.by, (running) =>
        runBacktest({
          ...{ control, fromMs, toMs, known, baselines, inventory, fetchEvidence },
          ...running,
        }),
      );
      return report === null ? { kind: "busy" } : { kind: "started", report };
    },
    get: (id) => of.queue.get(id),
    cancel: (id) => of.queue.cancel(id),
  };
}

type Refused = Extract<ReturnType<ApiBacktests["start"]>, { kind: "refused" }>;

function controlOf(
  { control: id, text }: BacktestRequest,
  inForce: readonly Control[],
): Control | Refused {
  if (text === null) {
    if (id === null) {
      return {
        kind: "refused",
        reason: "name a control in force (control), or give the text of a control file (text)",
      };
    }
    const found = inForce.find((control) => control.id === id);
    if (found !== undefined) return found;
    const reason = `there is no control ${JSON.stringify(id)} in force`;
    return { kind: "refused", isUnknown: true, reason };
  }
  const { controls, findings } = parseControls(text, "text", sha256);
  const [error] = findings.filter(({ severity }) => severity === "error");
  if (error !== undefined) {
    const { line, column, message, fix } = error;
    const reason = `line ${line}, column ${column}: ${message}${fix === "" ? "" : `; ${fix}`}`;
    return { kind: "refused", reason };
  }
  const found = id === null ? controls : controls.filter((control) => control.id === id);
  const [control] = found;
  if (control !== undefined && found.length === 1) return control;
  const ids = controls.map((each) => each.id).join(", ");
  return { kind: "refused", reason: `name one control of the text: ${ids}` };
}

/** Why the past cannot be judged so, or null. */
function wrongWith(
  { fromMs, toMs }: BacktestRequest,
  control: Control,
  nowMs: number,
): string | null {
  if (fromMs >= toMs) return "from must be before to";
  if (toMs > nowMs) return "to must not be in the future";
  const windows = Math.floor((toMs - fromMs) / control.everyMs);
  if (windows > WINDOWS_MAX) {
    return `a backtest judges at most ${WINDOWS_MAX} windows, and these are ${windows}; take a shorter time`;
  }
  if (metric(control.measure)?.evidence === "facts") {
    return `${control.measure} is what the collector knows at the moment, which it does not keep by window; test it with controls test`;
  }
  return null;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
