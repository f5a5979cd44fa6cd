import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

/** A folder with the SDK from its sources in one file, `sdk.mjs`: for scripts in processes of their own. */
export async function bundleSdk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-sdk-"));
  const shared: BuildOptions = {
    entryPoints: [fileURLToPath(new URL("../../sdk/index.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    conditions: ["source"],
  };
  await build({
    ...shared,
    outfile: join(folder, "sdk.mjs"),
    format: "esm",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
  });
  await build({ ...shared, outfile: join(folder, "sdk.cjs"), format: "cjs" });
  return folder;
}
