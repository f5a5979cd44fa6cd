import {
  indexRecords,
  type Nonconformity,
  type RecordIndex,
  type RecordPage,
  type RecordQuery,
  selectRecords,
} from "@tiltmeter/rules";

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
  let index: RecordIndex = indexRecords([]);
  return (query) => {
    const present = records();
    if (present !== of) {
      index = indexRecords(present.values());
      of = present;
    }
    const { owner, ...rest } = query;
    if (owner === undefined || owner === "") return selectRecords(index, query);
    // Old entries have the name itself.
    const pseudonym = index.owners.find((each) => said(each) === owner) ?? owner;
    return selectRecords(index, { ...rest, owner: pseudonym });
  };
}
