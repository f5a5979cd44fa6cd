import type { Engine } from "../engine/open.ts";
import { createRead } from "../engine/read.ts";
import { Reloads } from "../engine/reloads.ts";
import { createCheckMerged, MergeDamaged } from "./merged-parts.ts";

/**
 * Makes the look at what was merged (`createCheckMerged`), and has one begin also where a question fails, which may have come to
 * a damaged part: whoever asked waits for what was merged rather than until the next look. What such a look finds
 * is told by the next that is asked for.
 */
export async function openMergeLooks(engine: Engine): Promise<() => Promise<void>> {
  // A look that began with a failed question must not wait for itself.
  const read = createRead({ ...engine, reloads: new Reloads() }, "writer");
  const check = await createCheckMerged(engine, read);
  let untold: MergeDamaged | null = null;
  engine.reloads.lookWith(() =>
    check().catch((error: unknown) => {
      if (error instanceof MergeDamaged) untold ??= error;
    }),
  );
  return async () => {
    await check();
    const error = untold;
    untold = null;
    if (error !== null) throw error;
  };
}
