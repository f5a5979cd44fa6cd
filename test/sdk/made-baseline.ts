import type { BaselineInput } from "@tiltmeter/sdk";

export const DIGEST = "ab".repeat(32);

/** A baseline made by hand: incomes by tens of thousands from 0 to 100,000, three purposes and rare ones. */
export const BASELINE: BaselineInput & { readonly features: Record<string, object> } = {
  digest: DIGEST,
  system: "credit",
  features: {
    income: {
      kind: "numeric",
      edges: Array.from({ length: 11 }, (_, i) => i * 10_000),
      deciles: Array.from({ length: 9 }, (_, i) => (i + 1) * 10_000),
      counts: [0, ...new Array<number>(10).fill(100), 0],
      missing: 0,
    },
    purpose: {
      kind: "categorical",
      categories: ["car", "home", "study"],
      rare: ["boat"],
      counts: [500, 300, 190, 10, 0],
      missing: 0,
    },
  },
};
