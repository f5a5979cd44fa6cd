import { iso } from "../instant.ts";
import type { Material } from "../material.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal, props } from "./values.ts";

/** The minor and patch of OSCAL that the documents are of. */
export const OSCAL_VERSION = "1.2.2";

/** What every document says of itself. */
export function metadata(title: string, of: Material): Oscal {
  return {
    title: line(title),
    "last-modified": iso(of.madeMs),
    version: String(of.ledger.size),
    "oscal-version": OSCAL_VERSION,
    ...list(
      "props",
      props({
        generator: of.generator,
        "ledger-size": of.ledger.size,
        "ledger-root": of.ledger.root,
        "period-start": iso(of.period.fromMs),
        "period-end": iso(of.period.toMs),
      }),
    ),
    roles: [{ id: "operator-of-record", title: "Organisation whose AI systems are monitored" }],
    parties: [
      {
        uuid: uuidOf(of.origin, "party"),
        type: "organization",
        name: line(of.origin),
      },
    ],
    "responsible-parties": [
      { "role-id": "operator-of-record", "party-uuids": [uuidOf(of.origin, "party")] },
    ],
    remarks:
      "Numbers and titles of clauses only; no text of a standard. A mapping helps to find evidence and is no statement of conformity. People are left out of this document.",
  };
}

/** The systems as components: declared and discovered. */
export function components(of: Material): readonly Oscal[] {
  return of.inventory.map((system) => ({
    uuid: systemUuid(of, system.id),
    type: "service",
    title: line(system.id),
    description: line(system.purpose ?? "An AI system; no purpose was declared."),
    ...list(
      "props",
      props({
        standing: system.standing,
        "risk-tier": system.riskTier,
        predictions: system.predictions,
        supplier: system.suppliers?.join(", "),
        model: system.models.map(({ name, version }) => `${name} ${version}`).join(", "),
      }),
    ),
    status: {
      state: STATES[system.standing] ?? "other",
      remarks: `Standing: ${system.standing}.`,
    },
  }));
}

export function systemUuid(of: Material, system: string): string {
  return uuidOf(of.origin, "system", system);
}

/** The tool that judged. */
export function toolComponent(of: Material): Oscal {
  return {
    uuid: uuidOf(of.origin, "tool"),
    type: "software",
    title: line(of.generator),
    description: "The collector that evaluates the controls over telemetry and keeps the ledger.",
    ...list("props", props({ engine: of.engine })),
    status: { state: "operational" },
  };
}

const STATES: Readonly<Record<string, string>> = {
  live: "operational",
  silent: "operational",
  shadow: "operational",
  stray: "operational",
  planned: "under-development",
  retired: "disposition",
};
