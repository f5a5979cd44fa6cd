import { approvedLimitInWords, type Control, type Limit } from "@tiltmeter/rules";

/** The approved limit of a control with those of single risk tiers. */
export function limitWords({ measure, limit, tiers }: Control): string {
  const words = (of: Limit): string => approvedLimitInWords(measure, of);
  const own = Object.entries(tiers).flatMap(([tier, terms]) =>
    terms?.limit === undefined ? [] : [`${tier}: ${words(terms.limit)}`],
  );
  const general = words(limit);
  if (own.length === 0) return general;
  return general === "" ? own.join("; ") : `${general} (${own.join("; ")})`;
}
