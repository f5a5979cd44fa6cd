import type { FoundChange, Nonconformity } from "@tiltmeter/rules";
import type { ExaminerOptions, Span } from "./sources.ts";
import type { Trying } from "./trying.ts";

/** A change, and what only the document says of it. */
export interface ToldChange extends FoundChange {
  /** Words of whoever reported it. */
  readonly summary?: string;
}

/** How far back causes are looked for. */
const BEFORE_MS = 7 * 86_400_000;

/** The seven days before the first breach of a record. */
export function before({ firstBreachMs }: Nonconformity): Span {
  return { fromMs: firstBreachMs - BEFORE_MS, toMs: firstBreachMs + 1 };
}

/**
 * What changed at the record's system in a span: newest first. What stands near a breach in time is
 * no cause yet, and no more is claimed of it.
 */
export async function foundChanges(
  record: Nonconformity,
  span: Span,
  of: Pick<ExaminerOptions, "ledger" | "store" | "revisions">,
  found: Trying,
): Promise<readonly ToldChange[]> {
  const { system, control } = record;
  const within = ({ atMs }: FoundChange): boolean => atMs >= span.fromMs && atMs < span.toMs;
  const governed: readonly ToldChange[] = [
    ...(control === null ? [] : revised(control, of)),
    ...approved(system, of),
    ...declared(system, of),
    ...directed(system, of),
  ].filter(within);
  const [models, reported] = await Promise.all([
    found.ask("model versions first seen", () => newModels(system, span, of)),
    found.ask("changes that the system reported", () => told(system, span, of)),
  ]);
  return [...governed, ...(models ?? []), ...(reported ?? [])].sort((a, b) => b.atMs - a.atMs);
}

async function newModels(
  system: string,
  span: Span,
  { store }: Pick<ExaminerOptions, "store">,
): Promise<readonly ToldChange[]> {
  const all = await store.modelsInUse({ system, fromMs: 0, toMs: span.toMs });
  return all
    .filter(({ firstMs }) => firstMs >= span.fromMs)
    .map(({ name, version, firstMs }) => ({
      atMs: firstMs,
      kind: "model_version",
      what: `${name} ${version} was first seen`.trim(),
    }));
}

async function told(
  system: string,
  span: Span,
  { store }: Pick<ExaminerOptions, "store">,
): Promise<readonly ToldChange[]> {
  const changes = await store.changes(system, span);
  // Somebody's own words may name a person: they stand in the document alone.
  return changes.map(({ timeMs, change, summary }) => ({
    atMs: timeMs,
    kind: "reported",
    what: `the system reported a change: ${change}`,
    summary,
  }));
}

function revised(
  control: string,
  { revisions }: Pick<ExaminerOptions, "revisions">,
): readonly ToldChange[] {
  return revisions(control).map(({ revision, loadedMs }) => ({
    atMs: loadedMs,
    kind: "control",
    what: `${control} came into force as revision ${revision.slice(0, 8)}`,
  }));
}

function approved(of: string, { ledger }: Pick<ExaminerOptions, "ledger">): readonly ToldChange[] {
  return [...ledger.state.baselines.values()].flatMap(({ system, name, version, approvedMs }) =>
    system === of && approvedMs !== null
      ? [
          {
            atMs: approvedMs,
            kind: "baseline" as const,
            what: `baseline ${name} version ${version} was approved`,
          },
        ]
      : [],
  );
}

function declared(
  system: string,
  { ledger }: Pick<ExaminerOptions, "ledger">,
): readonly ToldChange[] {
  const history = ledger.state.systemHistory.get(system) ?? [];
  return history.map(({ atMs, declaration, changed }) => ({
    atMs,
    kind: "declaration",
    what:
      declaration === null
        ? "the system was withdrawn from the inventory"
        : `its declaration changed: ${changed.join(", ")}`,
  }));
}

function directed(
  system: string,
  { ledger }: Pick<ExaminerOptions, "ledger">,
): readonly ToldChange[] {
  const history = ledger.state.directives.get(system)?.history ?? [];
  return history.flatMap((event): readonly ToldChange[] => {
    if (event.type === "system_suspended") {
      return [{ atMs: event.atMs, kind: "suspension", what: "the system was suspended" }];
    }
    if (event.type === "system_resumed") {
      return [{ atMs: event.endedMs, kind: "resumption", what: "the system was let run again" }];
    }
    return [];
  });
}
