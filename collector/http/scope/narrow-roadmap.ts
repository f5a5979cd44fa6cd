import type { Reads } from "@tiltmeter/dashboards";
import { byRules, type Rules } from "./rules.ts";
import { ofTheWhole, type Scope } from "./scope.ts";

type RoadmapReads = Reads["roadmap"];

/** The records of the roadmap as far as they are of systems; policies, reviews and audits are of the whole. */
export function narrowRoadmap(reads: RoadmapReads, scope: Scope): RoadmapReads {
  return byRules(reads, RULES, scope);
}

const RULES: Rules<RoadmapReads, Scope> = {
  risks:
    (read, { systems }) =>
    (range) =>
      read(range, systems),
  suppliers:
    (read, { systems }) =>
    async () => {
      const register = await read(systems);
      // Whom others alone use is theirs to know.
      return { ...register, lines: register.lines.filter(({ predictions }) => predictions > 0) };
    },
  oversight:
    (read, { has }) =>
    async (range) => {
      const found = await read(range);
      const isOwn = ({ system }: { readonly system: string }): boolean => has(system);
      return {
        range: found.range,
        authorisation: found.authorisation.filter(isOwn),
        calibrations: found.calibrations.filter(isOwn),
        drills: found.drills.filter(isOwn),
        stops: found.stops.filter(isOwn),
        accountability: found.accountability.filter(isOwn),
      };
    },
  // Of frameworks, not of systems.
  references: (read) => read,
  citationsBeside: (read) => read,
  chain: refused,
  applicability: refused,
  attestations: refusedAtOnce,
  reviewPack: refused,
  reviews: refusedAtOnce,
  heldPack: refused,
  auditState: refused,
  samples: refusedAtOnce,
  workpaper: refused,
};

function refused(_: unknown, { systems }: Scope): () => Promise<never> {
  return () => Promise.reject(ofTheWhole(systems));
}

function refusedAtOnce(_: unknown, { systems }: Scope): () => never {
  return () => {
    throw ofTheWhole(systems);
  };
}
