import { expect, test } from "vitest";
import { parseControls } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

function parse(measure: string, proof: string): ReturnType<typeof parseControls> {
  const text = `version: 1
controls:
  - id: drift
    owner: ml@example.org
    requirement: Inputs look like those the model was trained on
    measure: ${measure}
    baseline: approved
    window: 24h
    limit: { max: 0.13 }${proof}
`;
  return parseControls(text, "controls.yaml", sha256);
}

// A confidence that no bound can back would read as proven and never be.
test("a distance without bounds is judged by its value, and the control has to say so", () => {
  for (const measure of ["jensen_shannon", "hellinger", "wasserstein"]) {
    for (const proof of ["", "\n    proof: { confidence: 95% }"]) {
      const { controls, findings } = parse(measure, proof);
      expect(controls).toEqual([]);
      const [finding] = findings.filter(({ severity }) => severity === "error");
      expect(finding).toMatchObject({ code: "no-bounds", line: proof === "" ? 3 : 10 });
      expect(finding?.message).toContain(`${measure} has no bounds`);
      expect(finding?.fix).toContain("write proof: measured");
    }
    const { controls, findings } = parse(measure, "\n    proof: measured");
    expect(findings).toEqual([]);
    expect(controls[0]).toMatchObject({ proof: { kind: "measured" }, minSample: 200 });
  }
});

test("a distance with bounds is proven with a confidence, by default over all features", () => {
  for (const measure of ["psi", "kolmogorov_smirnov", "total_variation"]) {
    const { controls, findings } = parse(measure, "");
    expect(findings).toEqual([]);
    expect(controls[0]).toMatchObject({
      by: ["system", "model_version", "feature"],
      proof: { kind: "confidence", confidence: 0.95, correctFor: ["feature"] },
    });
  }
});
