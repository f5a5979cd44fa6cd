// Bundles the verifier into one file that needs nothing but Node, and puts it and the second verifier where
// packages take them from. Run by `npm run build`.
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
await build({
  entryPoints: [at("main.ts")],
  outfile: at("../dist/verify/verify.mjs"),
  bundle: true,
  platform: "node",
  target: "node20.15",
  format: "esm",
  conditions: ["source"],
  banner: {
    js: "// Tiltmeter's verifier of audit packages, bundled from its sources. Apache-2.0.",
  },
  legalComments: "inline",
  logLevel: "warning",
});
await cp(at("verify.py"), at("../dist/verify/verify.py"));
