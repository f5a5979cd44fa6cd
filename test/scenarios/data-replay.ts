import { readdirSync, readFileSync } from "node:fs";
import { RecordStore } from "tiltmeter/replay/record-store";
import { openReplay } from "tiltmeter/wiring/open-replay";
import {
  type Baseline,
  type Control,
  type EvidenceRecord,
  FACT_NAMES,
  type FactName,
  type InventoryList,
  parseControls,
  type RiskTier,
} from "../../rules/index.ts";
import { sha256 } from "../rules/hash.ts";

const folder = new URL("../../rules/library/", import.meta.url);

/** Every control of the library, drafts left out: they do not run in an installation either. */
export function libraryControls(): readonly Control[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
    .flatMap(
      (name) => parseControls(readFileSync(new URL(name, folder), "utf8"), name, sha256).controls,
    )
    .filter(({ status }) => status !== "draft");
}

/** What happened to one system, and what its declaration says. */
export interface World {
  readonly system: string;
  readonly riskTier: RiskTier;
  readonly positiveLabel: string;
  readonly lists: Readonly<Partial<Record<InventoryList, readonly string[]>>>;
  readonly records: readonly EvidenceRecord[];
  readonly baseline: Baseline | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a well kept collector knows: nothing is overdue, lost or weakened. */
const KEPT: Readonly<Partial<Record<FactName, number>>> = { retention: 400 * 86_400 };

/**
 * Judges a world with controls of the library as if they were enforced, by the evaluator that runs
 * live over the in-memory reference store. The ids of the controls that raised, sorted.
 */
export async function raisedBy(
  controls: readonly Control[],
  world: World,
): Promise<readonly string[]> {
  const store = new RecordStore();
  const arriving = [...world.records].sort((a, b) => timeOf(a) - timeOf(b));
  let received = 0;
  const { records, errors } = await openReplay({
    controls,
    fromMs: world.fromMs,
    toMs: world.toMs,
    baselines: () => (world.baseline === null ? [] : [world.baseline]),
    inventory: () => [
      {
        id: world.system,
        riskTier: world.riskTier,
        environment: null,
        status: "live",
        positiveLabel: world.positiveLabel,
        lists: world.lists,
        declaredMs: world.fromMs,
        suspendedSinceMs: null,
        resumedMs: null,
      },
    ],
    fetchEvidence: (request) => {
      if (request.kind !== "facts") return store.fetchEvidence(request);
      const facts = FACT_NAMES.map((name) => [name, { value: KEPT[name] ?? 0, n: 1, named: [] }]);
      const labels = Object.fromEntries(request.by.map((name) => [name, world.system]));
      const evidence = { kind: "facts" as const, facts: Object.fromEntries(facts) };
      return [{ startMs: request.fromMs, labels, evidence }];
    },
    receive: (atMs) => {
      for (; received < arriving.length; received++) {
        const next = arriving[received];
        if (next === undefined || timeOf(next) > atMs) return;
        store.add(next);
      }
    },
  });
  if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
  for (const r of records)
    console.log(
      r.control,
      r.statement,
      JSON.stringify(r.episodes.slice(0, 3).map((e) => [e.instance, e.value, e.n])),
    );
  return [...new Set(records.map(({ control }) => control ?? ""))].sort();
}

function timeOf({ statement }: EvidenceRecord): number {
  return "timeMs" in statement ? statement.timeMs : 0;
}
