import type { Baseline } from "@tiltmeter/rules";

/** A baseline and who approved it when. */
export interface KnownBaseline {
  readonly baseline: Baseline;
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
}

/** What the ledger says of a baseline; its distributions are in the content store. */
export interface ListedBaseline {
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
}

export interface BaselineSources {
  /** The approved baseline of a system. */
  readonly baseline: (
    system: string,
  ) => { readonly baseline: Baseline; readonly approvedMs: number | null } | null;
  /** Every baseline that was ever made, approved or not, by digest. */
  readonly baselines: () => ReadonlyMap<string, ListedBaseline>;
  readonly content: (digest: string) => Promise<unknown>;
}

/**
 * The approved baseline of a system or, where one is asked for by digest or name, that one: of a name
 * its newest version. Null where there is none.
 */
export async function findBaseline(
  of: { readonly system: string; readonly baseline?: string },
  sources: BaselineSources,
): Promise<KnownBaseline | null> {
  if (of.baseline === undefined) {
    const approved = sources.baseline(of.system);
    if (approved === null) return null;
    const approvedBy = sources.baselines().get(approved.baseline.digest)?.approvedBy ?? null;
    return { ...approved, approvedBy };
  }
  const [newest] = [...sources.baselines().values()]
    .filter(({ system }) => system === of.system)
    .filter(({ digest, name }) => digest === of.baseline || name === of.baseline)
    .sort((a, b) => b.version - a.version);
  if (newest === undefined) return null;
  const { digest, approvedMs, approvedBy } = newest;
  const content = await sources.content(digest);
  if (content === null) return null;
  const baseline = { ...(content as Omit<Baseline, "digest">), digest }; // kept under the digest of a baseline
  return { baseline, approvedMs, approvedBy };
}
