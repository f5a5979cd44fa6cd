import type {
  ClauseControl,
  ClauseCoverage,
  ControlSummary,
  Coverage,
} from "@tiltmeter/dashboards";
import type { Fit } from "@tiltmeter/rules";
import { MINUTE, NOW } from "./fixture-world.ts";

/** Two frameworks: one with every kind of clause, one of which nothing is evidenced. */
export function coverage(range: Coverage["range"], controls: readonly ControlSummary[]): Coverage {
  const clause = (framework: string, id: string, title: string, fit: Fit): ClauseCoverage => ({
    ...{ id, title, fit },
    records: fit === "none" ? null : "records of use",
    confidence: id === "A.7.4" ? "medium" : "high",
    verifiedOn: "2026-11-01",
    controls: controls
      .filter(({ control }) => control.clauses[framework]?.includes(id))
      .map((control) => cited(control, fit)),
  });
  return {
    range,
    frameworks: [
      {
        id: "iso42001",
        name: "ISO/IEC 42001:2023",
        sources: ["a public list of the clauses", "another list of the 38 controls"],
        clauses: [
          clause("iso42001", "5.3", "Roles, responsibilities and authorities", "strong"),
          clause("iso42001", "9.1", "Monitoring, measurement, analysis and evaluation", "strong"),
          clause("iso42001", "9.2", "Internal audit", "none"),
          clause("iso42001", "A.5.4", "Assessing impact on individuals or groups", "partial"),
          clause("iso42001", "A.6.1.3", "Processes for responsible design", "none"),
          clause("iso42001", "A.6.2.6", "AI system operation and monitoring", "strong"),
          clause("iso42001", "A.7.4", "Quality of data for AI systems", "strong"),
          clause("iso42001", "A.9.2", "Processes for responsible use", "strong"),
          clause("iso42001", "A.9.3", "Objectives for responsible use", "partial"),
          clause("iso42001", "A.10.3", "Suppliers", "strong"),
        ],
        scheduled: 8_064,
        conclusive: 7_212,
      },
      {
        id: "eu-ai-act",
        name: "Regulation (EU) 2024/1689",
        sources: ["the text of the regulation"],
        clauses: [
          clause("eu-ai-act", "Art. 10", "Data and data governance", "partial"),
          clause("eu-ai-act", "Art. 14", "Human oversight", "strong"),
          clause("eu-ai-act", "Art. 15", "Accuracy, robustness and cybersecurity", "strong"),
          clause("eu-ai-act", "Art. 26", "Obligations of deployers", "strong"),
          {
            ...clause("eu-ai-act", "Art. 72", "", "strong"),
            ...{ fit: null, records: null, confidence: null, verifiedOn: null },
          },
        ],
        scheduled: 0,
        conclusive: 0,
      },
    ],
  };
}

function cited({ id, title, status, everyMs, instances }: ControlSummary, fit: Fit): ClauseControl {
  return {
    ...{ id, title, status, everyMs, fit },
    lastConclusiveMs: instances.length === 0 ? null : NOW - 17 * MINUTE,
    lastVerdict: instances.length === 0 ? null : id === "accuracy-floor" ? "pass" : "breach",
  };
}
