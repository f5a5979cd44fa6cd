import { type Finding, look, spanInWords, well, wrong } from "./doctor-finding.ts";

/** What is known of a system, from the API or from the folder. */
export interface SystemSeen {
  readonly id: string;
  readonly declared: boolean;
  /** Declared live; null: not known here. */
  readonly isLive: boolean | null;
  readonly riskTier: string | null;
  readonly lastSeenMs: number | null;
  readonly predictions: number;
  readonly outcomes: number;
  readonly oversight: number;
  readonly hasBaseline: boolean;
  /** Null: its senders do not number their records. */
  readonly unexplainedLoss: number | null;
  /** Clients of hosted models that its processes know of and do not watch, and that they no longer watch. */
  readonly unwatched: readonly string[];
  readonly lost: readonly string[];
}

/** More names than that are no help on one page. */
const NAMES_MAX = 5;
/** A live system that was not heard of for so long is silent, whatever its controls say. */
const SILENT_MS = 86_400_000;

/** What is not instrumented as it could be, one finding a kind. */
export function gapsOf(systems: readonly SystemSeen[], nowMs: number): readonly Finding[] {
  if (systems.length === 0) {
    return [
      look(
        "systems",
        "no system is declared, and none was heard of",
        "send a first prediction: serve prints the line to paste at its first start",
      ),
    ];
  }
  const heard = systems.filter(({ predictions }) => predictions > 0);
  const silent = systems.filter(
    ({ isLive, lastSeenMs }) =>
      isLive === true && (lastSeenMs === null || nowMs - lastSeenMs > SILENT_MS),
  );
  const lost = systems.filter(({ unexplainedLoss }) => (unexplainedLoss ?? 0) > 0);
  const found = [
    some(silent, wrong, "declared live and not heard of for a day", (each) =>
      each.lastSeenMs === null ? "never" : spanInWords(nowMs - each.lastSeenMs),
    )(
      "check that the SDK runs where the model does, with this collector's address and an ingest key",
    ),
    some(
      lost,
      wrong,
      "records were issued and never arrived",
      (each) => `${each.unexplainedLoss}`,
    )("look at the senders' logs and at what lies between them and the collector"),
    some(
      systems.filter(({ lost }) => lost.length > 0),
      wrong,
      "clients of hosted models were watched and no longer are",
      (each) => each.lost.join(", "),
    )("see what the last deployment changed: calls since then are in no figure"),
    some(
      systems.filter(({ unwatched }) => unwatched.length > 0),
      look,
      "clients of hosted models are in use and nobody watches them",
      (each) => each.unwatched.join(", "),
    )("wrap them: the page of each integration says how"),
    some(
      heard.filter(({ declared }) => !declared),
      look,
      "heard of and not declared",
    )("declare it in systems.yaml, with an owner and a risk tier"),
    some(
      heard.filter(({ outcomes }) => outcomes === 0),
      look,
      "predictions without a single outcome: no control can say whether answers are right",
    )(
      "send outcomes as they become known (POST /api/v1/outcomes), or let estimated accuracy be watched",
    ),
    some(
      heard.filter(({ oversight, riskTier }) => oversight === 0 && riskTier === "high"),
      look,
      "high risk, and no oversight decision was ever recorded",
    )("record what people decide (monitor.oversee, or POST /api/v1/oversight)"),
    some(
      heard.filter(({ hasBaseline }) => !hasBaseline),
      look,
      "no approved baseline: drift has nothing to be compared with",
    )("tiltmeter baseline create --help"),
    some(
      heard.filter(({ unexplainedLoss }) => unexplainedLoss === null),
      look,
      "senders do not number their records: what is lost on the way cannot be seen",
    )("send through the SDK"),
  ].flat();
  const total = `${systems.length} system${systems.length === 1 ? "" : "s"}, ${heard.length} with predictions`;
  return [well("systems", total), ...found];
}

function some(
  systems: readonly SystemSeen[],
  as: typeof look,
  says: string,
  more?: (system: SystemSeen) => string,
): (next: string) => readonly Finding[] {
  return (next) => {
    if (systems.length === 0) return [];
    const names = systems
      .slice(0, NAMES_MAX)
      .map((each) => (more === undefined ? each.id : `${each.id} (${more(each)})`));
    const rest = systems.length - names.length;
    return [
      as("systems", `${says}: ${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`, next),
    ];
  };
}
