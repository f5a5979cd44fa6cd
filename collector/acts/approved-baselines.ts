import type { Baseline } from "@tiltmeter/rules";
import { inForce, type KnownBaseline } from "./baselines.ts";

/** The baselines that systems are judged against, with their distributions, in memory. */
export interface ApprovedBaselines {
  /** One a system: the one approved last. */
  readonly all: () => readonly Baseline[];
  readonly of: (
    system: string,
  ) => { readonly baseline: Baseline; readonly approvedMs: number | null } | null;
  /** Stores the distributions of a new baseline under its digest. */
  readonly keep: (baseline: Baseline) => Promise<void>;
}

/**
 * Loads the distributions of every baseline that the ledger knows. Throws where one is missing or damaged.
 *
 * The digest of a baseline is that of its content, so it is its address in the content store too.
 */
export async function openApprovedBaselines(deps: {
  readonly known: () => ReadonlyMap<string, KnownBaseline>;
  readonly content: {
    readonly get: (digest: string) => Promise<unknown>;
    readonly put: (value: unknown) => Promise<string>;
  };
}): Promise<ApprovedBaselines> {
  const loaded = new Map<string, Baseline>();
  for (const digest of deps.known().keys()) {
    const content = await deps.content.get(digest);
    if (content === null) {
      throw new Error(
        `baseline ${digest} is in the ledger but not in the content store; restore it from a backup`,
      );
    }
    loaded.set(digest, { digest, ...(content as Omit<Baseline, "digest">) }); // under a verified digest, written below
  }
  const of: ApprovedBaselines["of"] = (system) => {
    const known = inForce(deps.known().values(), system);
    const baseline = known === null ? undefined : loaded.get(known.digest);
    return known === null || baseline === undefined
      ? null
      : { baseline, approvedMs: known.approvedMs };
  };
  const all = (): readonly Baseline[] =>
    [...new Set([...deps.known().values()].map(({ system }) => system))].flatMap((system) => {
      const found = of(system);
      return found === null ? [] : [found.baseline];
    });
  // A page asks once for each control: put together once for each state of the ledger.
  let last: { readonly known: unknown; readonly answer: readonly Baseline[] } | null = null;
  return {
    of,
    all: () => {
      const known = deps.known();
      if (last?.known !== known) last = { known, answer: all() };
      return last.answer;
    },
    keep: async (baseline) => {
      const { digest, ...content } = baseline;
      const stored = await deps.content.put(content);
      if (stored !== digest) {
        throw new Error(
          `baseline ${digest} was stored as ${stored}: its digest is not that of its content`,
        );
      }
      loaded.set(digest, baseline);
    },
  };
}
