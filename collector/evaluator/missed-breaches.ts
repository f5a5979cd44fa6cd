import { amendmentKey, type Control, canonicalJson, windowsNeeded } from "@tiltmeter/rules";
import { findings } from "./finding.ts";
import type { Governance, GovernanceEntry } from "./governance.ts";
import { MACHINE, type Matter, raiseOrJoin } from "./raise-or-join.ts";
import { matterOf, withoutDetail } from "./record.ts";
import type { Amended, Restating } from "./restating.ts";
import { snapshot } from "./snapshot.ts";
import type { Stepped } from "./step.ts";
import { suspensionEntries } from "./suspensions.ts";

/** A breach that nobody was told of: no revision said it, no episode covers it, nothing muted it. */
export function isMissed({ job, judged, before, row }: Amended, of: Restating): boolean {
  const { control, window } = job;
  return (
    control.status === "enforce" &&
    judged.verdict.kind === "breach" &&
    judged.measurement.kind === "measured" &&
    row.muted === null &&
    !before.some(({ verdict }) => verdict.kind === "breach") &&
    !isCovered(control, judged.instanceKey, window.toMs, of)
  );
}

function isCovered(
  control: Control,
  instanceKey: string,
  endMs: number,
  { last, ledger }: Restating,
): boolean {
  const standing = last.row(control.id, instanceKey)?.state;
  if (standing !== undefined && "episode" in standing && standing.firstBreachMs <= endMs)
    return true;
  const steps = ledger.state.transitions.get(control.id)?.get(instanceKey);
  // Episodes of the ledger, raised or not: from the first breach to the step that ended it.
  let openSinceMs: number | null = null;
  for (const [atMs, step] of [...(steps ?? [])].sort(([a], [b]) => a - b)) {
    if ("episode" in step.state) openSinceMs ??= step.state.firstBreachMs;
    else {
      if (openSinceMs !== null && openSinceMs <= endMs && endMs < atMs) return true;
      openSinceMs = null;
    }
  }
  return openSinceMs !== null && openSinceMs <= endMs;
}

/** Raises one control's missed breaches; windows of one instance in a row are one episode. */
export async function raiseMissed(
  control: Control,
  missed: readonly Amended[],
  of: Restating,
): Promise<readonly string[]> {
  const lasting = runs(control, missed).filter(
    (run) => run.length >= windowsNeeded(control.for, control),
  );
  if (lasting.length === 0) return [];
  const episodes = lasting.map((run) => ({ run, episode: episodeOf(control, run, of) }));
  const found = findings(
    control,
    episodes.map(({ episode }) => episode),
  );
  const matters: Matter[] = [];
  for (const finding of found) {
    const worst = episodes.find(({ episode }) => episode === finding.fired[0]?.stepped)?.run[0];
    if (worst === undefined) continue;
    const content = await snapshot(finding, worst.job, worst.answer, of.reads);
    const evidence = await of.content.put(content);
    matters.push(matterOf(finding, control, evidence, of.inventory()));
  }
  return of.ledger.transact((state) => {
    const entries = episodes.flatMap(({ run, episode }) =>
      run.flatMap((each) => entryOf(state, control, each, episode.raises?.episode ?? "", of.nowMs)),
    );
    // All of it is there: this is a replay.
    if (entries.length === 0) return { entries: [], result: [] };
    const raising = raiseOrJoin(state, matters, of.nowMs);
    const suspending = suspensionEntries(state, {
      control,
      found,
      raising: raising.entries,
      inventory: of.inventory(),
      atMs: of.nowMs,
    });
    return { entries: [...entries, ...raising.entries, ...suspending], result: raising.raised };
  });
}

function entryOf(
  state: Governance,
  control: Control,
  { row, before }: Amended,
  episode: string,
  atMs: number,
): readonly GovernanceEntry[] {
  if (state.amendments.has(amendmentKey(row))) return [];
  return [
    {
      type: "evaluation_amended",
      atMs,
      by: MACHINE,
      control: control.id,
      revision: control.revision,
      instance: row.instance,
      instanceKey: row.instanceKey,
      windowStartMs: row.windowStartMs,
      windowEndMs: row.windowEndMs,
      dataRevision: row.dataRevision,
      before: before.at(-1)?.verdict.kind ?? "no_data",
      verdict: withoutDetail(row.verdict),
      episode,
    },
  ];
}

/** Breaches of one instance in windows that follow each other, oldest first. */
function runs(control: Control, missed: readonly Amended[]): readonly (readonly Amended[])[] {
  const sorted = [...missed].sort(
    (a, b) =>
      (a.judged.instanceKey < b.judged.instanceKey ? -1 : 0) ||
      (a.judged.instanceKey > b.judged.instanceKey ? 1 : 0) ||
      a.job.window.toMs - b.job.window.toMs,
  );
  const result: Amended[][] = [];
  for (const each of sorted) {
    const run = result.at(-1);
    const before = run?.at(-1);
    const follows =
      before?.judged.instanceKey === each.judged.instanceKey &&
      before.job.window.toMs + control.everyMs === each.job.window.toMs;
    if (run !== undefined && follows) run.push(each);
    else result.push([each]);
  }
  return result;
}

/** An episode that is over when it is found: what came after its windows was judged as usual. */
function episodeOf(control: Control, run: readonly Amended[], of: Restating): Stepped {
  const [first] = run;
  const last = run.at(-1);
  const verdict = first?.judged.verdict;
  if (first === undefined || last === undefined || verdict?.kind !== "breach") {
    throw new Error(`${control.id} raises what was missed from breaches, got none`);
  }
  const firstBreachMs = first.job.window.toMs;
  const endedMs = last.job.window.toMs;
  const { labels } = first.judged;
  const said = first.before.at(-1)?.verdict.kind ?? "no_data";
  return {
    ...first.judged,
    state: { phase: "ok" },
    events: [],
    muted: null,
    raises: {
      episode: of.hash(
        canonicalJson([control.id, control.revision, labels, firstBreachMs, "found late"]),
      ),
      firstBreachMs,
      firedMs: endedMs,
      endedMs,
      verdict,
      note: `Found late: the window was judged ${said.replace("_", " ")} before all of its data had arrived; with them it breaches.`,
    },
  };
}
