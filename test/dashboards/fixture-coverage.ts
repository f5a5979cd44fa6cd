import type { ClauseControl, ControlSummary, Coverage } from "@tiltmeter/dashboards";
import { MINUTE, NOW } from "./fixture-world.ts";

/** Two frameworks: one with every kind of clause, one of which nothing is evidenced. */
export function coverage(range: Coverage["range"], controls: readonly ControlSummary[]): Coverage {
  const citing = (framework: string, clause: string): readonly ClauseControl[] =>
    controls
      .filter(({ control }) => control.clauses[framework]?.includes(clause))
      .map(({ id, title, status, everyMs, instances }) => ({
        ...{ id, title, status, everyMs },
        lastConclusiveMs: instances.length === 0 ? null : NOW - 17 * MINUTE,
        lastVerdict: instances.length === 0 ? null : id === "parity" ? "pass" : "breach",
      }));
  const clause = (
    framework: string,
    id: string,
    title: string,
    evidence: "telemetry" | "attestation" | "none",
    fit: string | null,
  ) => ({ id, title, evidence, fit, confidence: "V3", controls: citing(framework, id) });
  return {
    range,
    frameworks: [
      {
        id: "iso42001",
        title: "ISO/IEC 42001:2023",
        source: "ids checked against three public enumerations",
        clauses: [
          clause("iso42001", "5.3", "Roles and responsibilities", "attestation", "partial"),
          clause("iso42001", "9.1", "Monitoring and measurement", "telemetry", "strong"),
          clause("iso42001", "A.5.4", "Impact on people", "telemetry", "partial"),
          clause("iso42001", "A.6.1.3", "Responsible design", "none", null),
          clause("iso42001", "A.6.2.6", "Operation and monitoring", "telemetry", "core"),
          clause("iso42001", "A.7.4", "Quality of data", "telemetry", "strong"),
          clause("iso42001", "A.9.2", "Responsible use", "telemetry", "strong"),
          clause("iso42001", "A.10.3", "Suppliers", "telemetry", "strong"),
        ],
        scheduled: 8_064,
        conclusive: 7_212,
      },
      {
        id: "nist-ai-rmf",
        title: "NIST AI RMF 1.0",
        source: "text of the subcategories",
        clauses: [
          clause("nist-ai-rmf", "MEASURE 2.4", "Behaviour in production", "telemetry", "core"),
        ],
        scheduled: 0,
        conclusive: 0,
      },
    ],
  };
}
