import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";

// The tests that the judge and the state machine stand on, and no others: each mutant runs them anew.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["judge", "judge-burn", "advance"].map(
      (name) => `test/rules/evaluation/${name}.test.ts`,
    ),
  },
});
