// Puts the code of the rules that counts features into the one module that uses it, so that the published
// package depends on no other. Run by `npm run build`, after the compiler has written the same file.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

await build({
  entryPoints: [`${here}tally.ts`],
  outfile: `${here}dist/tally.js`,
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2023",
  // From the sources, so that it is new whatever the compiler found unchanged.
  conditions: ["source"],
  sourcemap: true,
  logLevel: "warning",
});
