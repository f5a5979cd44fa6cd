// Copies what the compiler does not: files that the collector reads at run time, at the same place beside the code.
import { cpSync, rmSync } from "node:fs";

const here = new URL(".", import.meta.url);
const assets = [
  ["store/schema", "dist/store/schema"],
  ["demo/controls.yaml", "dist/demo/controls.yaml"],
  ["demo/assistant-controls.yaml", "dist/demo/assistant-controls.yaml"],
  ["demo/governance.yaml", "dist/demo/governance.yaml"],
  ["../rules/library", "dist/library"],
  ["../rules/frameworks", "dist/frameworks"],
  ["../rules/statutes", "dist/statutes"],
  ["../rules/prices", "dist/prices"],
];
// A control or a clause that no longer ships must not stay in force. The other folders hold code too.
for (const folder of ["dist/library", "dist/frameworks", "dist/statutes"]) {
  rmSync(new URL(folder, here), { recursive: true, force: true });
}
for (const [from, to] of assets) {
  const filter = (file) => !file.endsWith(".ts");
  cpSync(new URL(from, here), new URL(to, here), { recursive: true, filter });
}
