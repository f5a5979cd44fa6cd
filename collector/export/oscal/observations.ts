import { iso } from "../instant.ts";
import type { JudgedDay, Material, VerdictKind } from "../material.ts";
import { VERDICT_KINDS } from "../material.ts";
import { systemUuid } from "./metadata.ts";
import { newestControls, objectiveId } from "./reviewed.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal, props, prose } from "./values.ts";

/** What was judged of one control for one system over the period. */
export interface Judged {
  readonly control: string;
  readonly system: string;
  readonly windows: number;
  readonly lastDayMs: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
}

/** The days added up, by control and system: passes too. */
export function judged(days: readonly JudgedDay[]): readonly Judged[] {
  const sums = new Map<string, Judged>();
  for (const day of days) {
    const key = JSON.stringify([day.control, day.system]);
    const before = sums.get(key);
    sums.set(key, {
      control: day.control,
      system: day.system,
      windows: (before?.windows ?? 0) + day.windows,
      lastDayMs: Math.max(before?.lastDayMs ?? 0, day.dayMs),
      verdicts: added(before?.verdicts, day.verdicts),
    });
  }
  return [...sums.values()];
}

export function observationUuid(of: Material, { control, system }: Judged): string {
  return uuidOf(
    of.origin,
    "observation",
    control,
    system,
    String(of.period.fromMs),
    String(of.period.toMs),
  );
}

/** One observation for each control and system that was judged: what the verdicts were. */
export function verdictObservations(of: Material): readonly Oscal[] {
  const controls = new Map(newestControls(of).map((each) => [each.id, each]));
  return judged(of.days).map((each) => {
    const said = controls.get(each.control)?.said ?? null;
    const collectedMs = Math.min(each.lastDayMs + DAY_MS, of.period.toMs);
    const counts = VERDICT_KINDS.map((kind) => `${each.verdicts[kind]} ${kind}`).join(", ");
    return {
      uuid: observationUuid(of, each),
      title: line(`${each.control}: ${each.system === "" ? "nothing to judge" : each.system}`),
      description: prose(`${each.windows} windows judged; verdicts: ${counts}.`),
      ...list("props", props({ ...each.verdicts, windows: each.windows })),
      methods: ["TEST"],
      types: ["control-objective"],
      origins: [{ actors: [{ type: "tool", "actor-uuid": uuidOf(of.origin, "tool") }] }],
      ...(of.inventory.some(({ id }) => id === each.system)
        ? { subjects: [{ "subject-uuid": systemUuid(of, each.system), type: "component" }] }
        : {}),
      "relevant-evidence": [
        { href: "../04-operation/calendar.csv", description: "Every day of the period." },
      ],
      collected: iso(collectedMs),
      // Fresh for as long as the control says that a verdict is.
      ...(said === null ? {} : { expires: iso(collectedMs + said.everyMs) }),
    };
  });
}

/** One finding for each control and system: fulfilled, not fulfilled, or nothing conclusive. */
export function findings(of: Material): readonly Oscal[] {
  return judged(of.days).map((each) => {
    const uuid = observationUuid(of, each);
    const [state, reason] = standing(each.verdicts);
    return {
      uuid: uuidOf(uuid, "finding"),
      title: line(`${each.control} for ${each.system === "" ? "no system" : each.system}`),
      description: FINDINGS[reason],
      target: {
        type: "objective-id",
        "target-id": objectiveId(each.control),
        status: { state, reason },
      },
      "related-observations": [{ "observation-uuid": uuid }],
    };
  });
}

/** A breach anywhere in the period is one; without a pass nothing is fulfilled. */
function standing(
  verdicts: Readonly<Record<VerdictKind, number>>,
): readonly ["satisfied" | "not-satisfied", keyof typeof FINDINGS] {
  if (verdicts.breach > 0) return ["not-satisfied", "fail"];
  return verdicts.pass > 0 ? ["satisfied", "pass"] : ["not-satisfied", "other"];
}

const FINDINGS = {
  pass: "No window of the period breached, and some passed.",
  fail: "At least one window of the period breached.",
  other: "No window of the period gave a pass or a breach: not shown to be fulfilled.",
};

function added(
  a: Readonly<Record<VerdictKind, number>> | undefined,
  b: Readonly<Record<VerdictKind, number>>,
): Readonly<Record<VerdictKind, number>> {
  const sum = (kind: VerdictKind): number => (a?.[kind] ?? 0) + b[kind];
  return {
    pass: sum("pass"),
    breach: sum("breach"),
    inconclusive: sum("inconclusive"),
    no_data: sum("no_data"),
    error: sum("error"),
  };
}

const DAY_MS = 86_400_000;
