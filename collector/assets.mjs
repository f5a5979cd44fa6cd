// Copies what the compiler does not: files that the collector reads at run time, at the same place beside the code.
import { cpSync } from "node:fs";

const here = new URL(".", import.meta.url);
const assets = [
  ["store/schema", "dist/store/schema"],
  ["demo/controls.yaml", "dist/demo/controls.yaml"],
  ["../rules/library", "dist/library"],
  ["../rules/frameworks", "dist/frameworks"],
];
for (const [from, to] of assets)
  cpSync(new URL(from, here), new URL(to, here), { recursive: true });
