import {
  indexRecords,
  isOpen,
  isWithin,
  type Nonconformity,
  type RecordIndex,
  type RecordPage,
  type RecordQuery,
  selectRecords,
} from "@tiltmeter/rules";

/** As many sets of systems are asked for at once; whose set comes next is indexed anew. */
const INDEXES_MAX = 64;

/**
 * Pages of the register. The order is made once for each state of it: a hundred thousand records are
 * ordered when one has changed, not when one is looked at.
 *
 * `said` gives the name of a pseudonym, by which owners are asked for, and the words of a title.
 */
export function createRecordPages(
  records: () => ReadonlyMap<string, Nonconformity>,
  said: (text: string) => string,
): (query: RecordQuery) => RecordPage | null {
  let of: ReadonlyMap<string, Nonconformity> | null = null;
  const indexes = new Map<string, RecordIndex>();
  const indexOf = (within: readonly string[] | undefined): RecordIndex => {
    const present = records();
    if (present !== of) {
      indexes.clear();
      of = present;
    }
    const key = within === undefined ? "" : JSON.stringify(within);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    if (indexes.size >= INDEXES_MAX) indexes.clear();
    const made = indexRecords(among(present.values(), within));
    indexes.set(key, made);
    return made;
  };
  return (query) => {
    const index = indexOf(query.within);
    const { owner, ...rest } = query;
    const titleOf = ({ controlTitle }: Nonconformity): string => said(controlTitle);
    if (owner === undefined || owner === "") return selectRecords(index, query, titleOf);
    // Old entries have the name itself.
    const pseudonym = index.owners.find((each) => said(each) === owner) ?? owner;
    return selectRecords(index, { ...rest, owner: pseudonym }, titleOf);
  };
}

function among(
  records: Iterable<Nonconformity>,
  within: readonly string[] | undefined,
): Iterable<Nonconformity> {
  if (within === undefined) return records;
  const systems = new Set(within);
  return [...records].filter((record) => isWithin(record, systems));
}

/** How many records of each system are open; counted once for each state of the register. */
export function createOpenCounts(
  records: () => ReadonlyMap<string, Nonconformity>,
): () => (system: string) => number {
  let of: ReadonlyMap<string, Nonconformity> | null = null;
  let counts: ReadonlyMap<string, number> = new Map();
  return () => {
    const present = records();
    if (present !== of) {
      counts = openCounts(present.values());
      of = present;
    }
    const known = counts;
    return (system) => known.get(system) ?? 0;
  };
}

/** Open records by system. */
export function openCounts(records: Iterable<Nonconformity>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    if (record.system === null || !isOpen(record)) continue;
    counts.set(record.system, (counts.get(record.system) ?? 0) + 1);
  }
  return counts;
}
