import { isOpen, type Nonconformity, type SimilarRecord } from "@tiltmeter/rules";

/** Open records of the same control, or of the same system, without the record itself: likest first. */
export function foundSimilar(
  record: Nonconformity,
  records: Iterable<Nonconformity>,
): readonly SimilarRecord[] {
  const similar: (SimilarRecord & { readonly rank: number })[] = [];
  for (const other of records) {
    if (other.id === record.id || !isOpen(other)) continue;
    const isSameControl = record.control !== null && other.control === record.control;
    const isSameSystem = record.system !== "" && other.system === record.system;
    if (isSameControl && isSameSystem) {
      similar.push({ id: other.id, why: "same control and system, another group", rank: 0 });
    } else if (isSameControl) {
      similar.push({ id: other.id, why: `same control at ${other.system}`, rank: 1 });
    } else if (isSameSystem) {
      similar.push({ id: other.id, why: `same system: ${other.controlTitle}`, rank: 2 });
    }
  }
  return similar
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? 1 : -1))
    .map(({ id, why }) => ({ id, why: why.slice(0, WHY_MAX) }));
}

const WHY_MAX = 120;
