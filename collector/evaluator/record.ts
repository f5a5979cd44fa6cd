import { type Control, type ControlEvent, isOpen, type Verdict } from "@tiltmeter/rules";
import { type Finding, findings, finite } from "./finding.ts";
import type { Governance, GovernanceEntry, GovernanceLedger } from "./governance.ts";
import { notes } from "./notes.ts";
import { MACHINE, type Matter, raiseOrJoin } from "./raise-or-join.ts";
import type { InventorySystem } from "./scope.ts";
import type { Answer, Job } from "./shared-fetch.ts";
import { type SnapshotReads, snapshot } from "./snapshot.ts";
import type { Stepped } from "./step.ts";
import { suspensionEntries, suspensionNotes } from "./suspensions.ts";

/** Where steps and evidence are kept. */
export interface Recording {
  readonly ledger: GovernanceLedger;
  readonly content: { put(value: unknown): Promise<string> };
  readonly reads: SnapshotReads;
  readonly inventory: () => readonly InventorySystem[];
}

/**
 * Records the steps of one control over one window, and raises what fired. Returns the ids raised.
 *
 * Evidence first, then one append with the transitions and the record together: after a crash there
 * is either all of it or nothing. A control in shadow raises nothing and only ends what it had open
 * before. Beyond `STEPS_MAX` instances the append is split; the first part holds the worst.
 */
export async function recordSteps(
  job: Job,
  answer: Answer,
  stepped: readonly Stepped[],
  of: Recording & { readonly nowMs: number },
): Promise<readonly string[]> {
  const moved = stepped.filter((each) => each.events.length > 0);
  const enforced = job.control.status === "enforce";
  const found = enforced ? findings(job.control, stepped) : [];
  const fired = new Set(found.flatMap((finding) => finding.fired.map((each) => each.stepped)));
  const parts = split(
    found,
    moved.filter((each) => !fired.has(each)),
  );
  const raised: string[] = [];
  for (const part of parts) {
    const inventory = of.inventory();
    const matters = await inTurn(part.found, async (finding) => {
      const content = await snapshot(finding, job, answer, of.reads);
      const evidence = await of.content.put(content);
      return matterOf(finding, job.control, evidence, inventory);
    });
    raised.push(
      ...(await of.ledger.transact((state) => {
        const steps = [...part.found.flatMap(stepsOf), ...part.others];
        const raising = raiseOrJoin(state, matters, of.nowMs);
        const suspending = suspensionEntries(state, {
          control: job.control,
          found: part.found,
          raising: raising.entries,
          inventory: of.inventory(),
          atMs: of.nowMs,
        });
        const entries = [
          ...(enforced ? steps.map((each) => transition(each, job, of.nowMs)) : []),
          ...steps.flatMap((each) => endings(state, each.events, of.nowMs)),
          ...raising.entries,
          ...suspending,
        ];
        return { entries, result: raising.raised };
      })),
    );
  }
  return raised;
}

/** The same work for each, a few at once; answers in the order of the items. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const line = async (): Promise<void> => {
    for (const [i, item] of rest) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return results;
}

interface Part {
  readonly found: readonly Finding[];
  readonly others: readonly Stepped[];
}

/** Parts of at most `STEPS_MAX` steps: one, but for controls with thousands of instances. */
function split(found: readonly Finding[], others: readonly Stepped[]): readonly Part[] {
  const pieces: Part[] = found.flatMap((finding) =>
    chunks(finding.fired).map((fired) => ({ found: [{ ...finding, fired }], others: [] })),
  );
  pieces.push(...chunks(others).map((each) => ({ found: [], others: each })));
  const parts: Part[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    const steps = piece.others.length + piece.found.flatMap(stepsOf).length;
    const last = parts.at(-1);
    if (last === undefined || size + steps > STEPS_MAX) {
      parts.push(piece);
      size = steps;
    } else {
      const merged = [...last.found, ...piece.found];
      parts[parts.length - 1] = { found: merged, others: [...last.others, ...piece.others] };
      size += steps;
    }
  }
  return parts;
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / STEPS_MAX);
  return Array.from({ length: count }, (_, i) => items.slice(i * STEPS_MAX, (i + 1) * STEPS_MAX));
}

function stepsOf(finding: Finding): readonly Stepped[] {
  return finding.fired.map((each) => each.stepped);
}

/** What a record is raised from: the finding, and the snapshot that it rests on. */
export function matterOf(
  finding: Finding,
  control: Control,
  evidence: string,
  inventory: readonly InventorySystem[],
): Matter {
  const [worst] = finding.fired;
  const note = worst?.stepped.raises?.note ?? null;
  return {
    control,
    fingerprint: finding.fingerprint,
    group: finding.group,
    episodes: finding.fired.map((each) => each.episode),
    evidence,
    ...(worst === undefined
      ? {}
      : {
          limit: worst.verdict.bound,
          notes: [
            ...suspensionNotes(control, finding, inventory),
            ...notes(worst.verdict.measured.detail, control.tellApart),
            ...(note === null ? [] : [note]),
          ],
        }),
  };
}

function transition(stepped: Stepped, { control, window }: Job, atMs: number): GovernanceEntry {
  return {
    type: "control_transition",
    atMs,
    by: MACHINE,
    control: control.id,
    revision: control.revision,
    instance: stepped.labels,
    instanceKey: stepped.instanceKey,
    windowStartMs: window.fromMs,
    windowEndMs: window.toMs,
    state: stepped.state,
    verdict: withoutDetail(stepped.verdict),
    events: stepped.events,
  };
}

/** Ends episodes in the open records that hold them; a record that is done with stays as it is. */
export function endings(
  state: Governance,
  events: readonly ControlEvent[],
  atMs: number,
): readonly GovernanceEntry[] {
  return events.flatMap((event): readonly GovernanceEntry[] => {
    if (event.kind !== "ended") return [];
    const record = state.nonconformities.get(state.episodes.get(event.episode) ?? "");
    if (record === undefined || !isOpen(record)) return [];
    const { episode, reason } = event;
    const ended = { id: record.id, episode, endedMs: event.atMs, reason };
    return [{ type: "nonconformity_episode_ended", atMs, by: MACHINE, ...ended }];
  });
}

export function withoutDetail(verdict: Verdict): Verdict {
  if (!("measured" in verdict) || verdict.measured === null) return verdict;
  const { lower, upper } = verdict.measured;
  const bounds = { lower: finite(lower), upper: finite(upper) };
  return { ...verdict, measured: { ...verdict.measured, ...bounds, detail: {} } };
}

/** Snapshots made at once: reads and a synced file each, and the engine has sessions for as many. */
const AT_ONCE = 8;

/** With up to two entries a step, well below what one append of the ledger takes. */
const STEPS_MAX = 1000;
