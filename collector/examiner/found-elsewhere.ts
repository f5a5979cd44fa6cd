import type { Elsewhere, Nonconformity } from "@tiltmeter/rules";
import type { ExaminerOptions, Span } from "./sources.ts";
import type { Trying } from "./trying.ts";

/** What was asked to find other systems, so that somebody else can ask it again. */
export interface ExtentQuery {
  readonly askedMs: number;
  readonly span: Span;
  readonly models: readonly string[];
  readonly suppliers: readonly string[];
  readonly features: readonly string[];
  readonly control: string | null;
}

/** How far back traffic says what a system uses. */
const EXTENT_MS = 30 * 86_400_000;
/** Features are asked for of a shorter time: each prediction has many. */
const FEATURES_MS = 86_400_000;

/**
 * The extent of the condition: other systems with a model, a supplier, a breached feature or the control
 * of the record. That they share it is all that is said: the fault may or may not be theirs.
 */
export async function foundElsewhere(
  record: Nonconformity,
  of: Pick<ExaminerOptions, "ledger" | "store" | "status">,
  { nowMs, found }: { readonly nowMs: number; readonly found: Trying },
): Promise<{ readonly query: ExtentQuery; readonly systems: readonly Elsewhere[] } | null> {
  const { system, control } = record;
  const toMs = nowMs + 1;
  const span = { fromMs: Math.min(record.firstBreachMs, toMs) - EXTENT_MS, toMs };
  const features = named(record, "feature");
  const [used, sent] = await Promise.all([
    found.ask("models and suppliers of other systems", () =>
      of.store.modelsInUse({ ...span, system: null }),
    ),
    features.length === 0
      ? []
      : found.ask("features of other systems", () =>
          of.store.systemsWithFeatures({ fromMs: toMs - FEATURES_MS, toMs, features }),
        ),
  ]);
  const own = (used ?? []).filter((model) => model.system === system);
  const versions = new Set(named(record, "model_version"));
  const models = new Set(
    own
      .filter(({ version }) => versions.size === 0 || versions.has(version))
      .map(({ name, version }) => modelKey(name, version)),
  );
  const suppliers = new Set([
    ...own.map(({ supplier }) => supplier).filter((name) => name !== ""),
    ...(of.ledger.state.systems.get(system)?.suppliers ?? []),
  ]);
  const shares = new Map<string, Set<string>>();
  const note = (other: string, what: string): void => {
    if (other === system || other === "") return;
    shares.set(other, (shares.get(other) ?? new Set()).add(what));
  };
  for (const each of used ?? []) {
    if (models.has(modelKey(each.name, each.version))) {
      note(each.system, `model ${each.name} ${each.version}`.trim());
    }
    if (suppliers.has(each.supplier)) note(each.system, `supplier ${each.supplier}`);
  }
  for (const [other, { suppliers: declared }] of of.ledger.state.systems) {
    for (const name of declared ?? []) if (suppliers.has(name)) note(other, `supplier ${name}`);
  }
  for (const each of sent ?? []) {
    for (const feature of each.features) note(each.system, `feature ${feature}`);
  }
  for (const { labels, state, ...each } of of.status()) {
    if (control === null || each.control !== control) continue;
    const isFiring = state.phase === "firing" || state.phase === "recovering";
    note(labels["system"] ?? "", `control ${control}${isFiring ? ", in breach there too" : ""}`);
  }
  return {
    query: {
      askedMs: nowMs,
      span,
      models: [...models].map((key) => key.replace("\n", " ").trim()).sort(),
      suppliers: [...suppliers].sort(),
      features,
      control,
    },
    systems: [...shares]
      .map(([other, what]) => ({ system: other, shares: [...what].sort() }))
      // What shares most is looked at first.
      .sort((a, b) => b.shares.length - a.shares.length || (a.system < b.system ? -1 : 1)),
  };
}

function named({ episodes }: Nonconformity, label: string): readonly string[] {
  const values = episodes.map(({ instance }) => instance[label] ?? "");
  return [...new Set(values)].filter((value) => value !== "").slice(0, NAMED_MAX);
}

/** No name holds a line break: the wire's names have none. */
function modelKey(name: string, version: string): string {
  return `${name}\n${version}`;
}

const NAMED_MAX = 20;
