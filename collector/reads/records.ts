import {
  indexRecords,
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
 * `said` gives the name of a pseudonym, by which owners are asked for.
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
    if (owner === undefined || owner === "") return selectRecords(index, query);
    // Old entries have the name itself.
    const pseudonym = index.owners.find((each) => said(each) === owner) ?? owner;
    return selectRecords(index, { ...rest, owner: pseudonym });
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
