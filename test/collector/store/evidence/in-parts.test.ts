import { randomUUID } from "node:crypto";
import { collectEvidence, type EvidenceKind, type EvidenceRequest } from "@tiltmeter/rules";
import fc from "fast-check";
import { createApply } from "tiltmeter/store/apply/apply";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { fetchEvidence } from "tiltmeter/store/evidence/fetch-evidence";
import { migrate } from "tiltmeter/store/schema/migrate";
import { expect, test } from "vitest";
import { SPAN_MS, world } from "../../../conformance/arbitrary-world.ts";
import { START_MS } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a join that is asked in parts has the answer of the whole", async () => {
  const engine = await openEngine({ folder: await temporaryFolder() });
  try {
    await migrate(engine);
    const read = createRead(engine);
    const [of] = fc.sample(world("in parts"), { numRuns: 1, seed: 20_261_127 });
    if (of === undefined) throw new Error("no world");
    const batch = { seq: 1, receivedMs: START_MS + SPAN_MS, records: of.records };
    const apply = createApply(engine, read);
    await apply([batch], { journal: randomUUID(), uncertain: false });

    const asked: string[] = [];
    const counting: Read = (name, ...rest) => {
      asked.push(name);
      return read(name, ...rest);
    };
    const kinds: readonly EvidenceKind[] = ["names", "responses", "checks"];
    for (const kind of kinds) {
      for (const by of [["system"], ["system", "model_version", "segment.race"]] as const) {
        const request: EvidenceRequest = {
          ...{ kind, by, systems: of.systems, names: "reviewer", withinMs: 3_600_000 },
          ...{ fromMs: START_MS, toMs: START_MS + SPAN_MS },
        };
        const answer = await fetchEvidence(counting, request, { rowsAPart: 7 });
        expect(answer).toEqual(collectEvidence(request, of.records));
      }
    }
    for (const name of ["evidence.names.reviewer", "evidence.responses", "evidence.checks"]) {
      expect(asked.filter((each) => each === name).length, name).toBeGreaterThan(5);
    }
  } finally {
    await engine.close();
  }
});
