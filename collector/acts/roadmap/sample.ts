import { answeredMs, drawSample, populationDigest } from "@tiltmeter/rules";
import type { AuditSampled } from "./entries.ts";
import {
  type Acting,
  nextId,
  type Planned,
  type Refused,
  type RoadmapSources,
  refused,
} from "./plan.ts";

/** More than an auditor works through. */
const COUNT_MAX = 1000;

/**
 * Draws a sample. Seed, population and what was drawn become a workpaper, and the seed is in the ledger
 * before anybody has seen what it draws.
 */
export async function sample(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Promise<Planned | Refused> {
  const count = Number(values["count"]);
  const what = values["of"] as AuditSampled["of"]; // an option of the form
  const [fromMs, toMs] = [
    answeredMs(values["from"] ?? "") ?? 0,
    answeredMs(values["to"] ?? "") ?? 0,
  ];
  if (count < 1 || count > COUNT_MAX) {
    const rule = `is from 1 to ${COUNT_MAX}`;
    return refused(`the size of a sample ${rule}`, { count: rule });
  }
  if (fromMs >= toMs) return refused("a period begins before it ends", { to: "is after from" });
  const found = await of.population(what, { fromMs, toMs });
  if (found === null) {
    const rule = "has more of them than can be drawn from; name a shorter one";
    return refused(`the period ${rule}`, { from: rule });
  }
  const { ids, item, asOf } = found;
  if (ids.length === 0)
    return refused(`there are no ${what} in that time`, { of: "is empty then" });
  const seed = values["seed"] ?? of.seed();
  const drawn = drawSample({ population: ids, seed, count, hash: of.hash });
  const population = { size: ids.length, digest: populationDigest(ids, of.hash) };
  const items = await Promise.all(drawn.map(async (id) => ({ id, item: await item(id) })));
  const document = await of.put({
    ...{ of: what, fromMs, toMs, seed, count, population, asOf, items },
    method: "the items with the least SHA-256 of the seed, a line feed and the id, in hex",
  });
  return {
    kind: "planned",
    decide: ({ audit_sampled: before }) => {
      const id = nextId("SMP", atMs, before);
      const entry: AuditSampled = {
        ...{ type: "audit_sampled", atMs, by, id, of: what, seed, count, fromMs, toMs },
        ...{ population, document, asOf },
      };
      return { entry, id };
    },
  };
}
