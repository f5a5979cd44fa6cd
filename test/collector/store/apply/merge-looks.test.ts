import { randomUUID } from "node:crypto";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { createApply } from "tiltmeter/store/apply/apply";
import { openMergeLooks } from "tiltmeter/store/apply/merge-looks";
import { MergeDamaged } from "tiltmeter/store/apply/merged-parts";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// What would break: pages answer 503 for up to ten seconds where a full disk did not take what was merged.
test("whoever asks a merged part that the disk does not have is answered from what was merged, and the next look tells", async () => {
  const engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  const read = createRead(engine);
  const look = await openMergeLooks(engine);
  const apply = createApply(engine, read);
  const journal = randomUUID();
  for (const seq of [1, 2, 3]) {
    const sent = batches(seq, [telemetry(prediction(`p${seq}`))]);
    await apply(sent, { journal, uncertain: false });
  }
  await engine.client.command({ query: "OPTIMIZE TABLE predictions_v1 FINAL" });
  const [[path] = []] = await read(
    "test.part",
    "SELECT path FROM system.parts WHERE table = 'predictions_v1' AND active",
  );
  await truncate(join(String(path), "data.bin"), 0);
  const ids = (): ReturnType<typeof read> =>
    read("test.ids", "SELECT id FROM predictions_v1 ORDER BY id");
  const both = await Promise.all([ids(), ids()]);
  for (const answer of both) expect(answer.flat()).toEqual(["p1", "p2", "p3"]);
  await expect(look()).rejects.toThrow(MergeDamaged);
  await look();
  await engine.close();
});
