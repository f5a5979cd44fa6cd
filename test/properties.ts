// In place of "fast-check" in every test (vitest.config.ts): the same library, told where to begin.
import fc from "../node_modules/fast-check/lib/fast-check.js";
import { SEED } from "./seed.ts";

fc.configureGlobal({ seed: SEED });

export * from "../node_modules/fast-check/lib/fast-check.js";
// biome-ignore lint/style/noDefaultExport: so is what tests import.
export default fc;
