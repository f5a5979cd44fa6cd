import { type Control, parseControls } from "../../rules/index.ts";
import { sha256 } from "./hash.ts";

/** One control from its YAML lines, with the real parser; throws what it found wrong. */
export function controlOf(lines: string): Control {
  const indented = lines
    .trim()
    .split("\n")
    .map((line) => `    ${line.trimStart()}`)
    .join("\n");
  const text = `version: 1\nset: test\nowner: team\ncontrols:\n  - id: under-test\n${indented}\n`;
  const { controls, findings } = parseControls(text, "test.yaml", sha256);
  const control = controls[0];
  if (control === undefined) throw new Error(JSON.stringify(findings));
  return control;
}
