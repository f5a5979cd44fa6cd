import type { ControlInForce, Material } from "../material.ts";
import { uuidOf } from "./uuid.ts";
import { list, NAMESPACE, type Oscal, prose, token } from "./values.ts";

/** Framework and clause as one id. */
export function clauseId(framework: string, clause: string): string {
  return token(framework, clause);
}

/** Our control as an objective. */
export function objectiveId(control: string): string {
  return token("control", control);
}

/** The newest revision of each control of the period. */
export function newestControls(of: Material): readonly ControlInForce[] {
  const newest = new Map<string, ControlInForce>();
  for (const control of of.controls) newest.set(control.id, control);
  return [...newest.values()];
}

/** Clauses that some control of the period cites, each once, sorted. */
export function citedClauses(of: Material): readonly string[] {
  const cited = newestControls(of).flatMap(({ said }) =>
    Object.entries(said?.clauses ?? {}).flatMap(([framework, ids]) =>
      ids.map((id) => clauseId(framework, id)),
    ),
  );
  return [...new Set(cited)].sort();
}

/** What is assessed: the clauses that the controls cite; where they cite none, everything. */
export function reviewedControls(of: Material): Oscal {
  const cited = citedClauses(of);
  return {
    description: "Clauses that the control rules of the period cite.",
    "control-selections": [
      cited.length === 0
        ? { "include-all": {} }
        : { "include-controls": cited.map((id) => ({ "control-id": id })) },
    ],
  };
}

/** Each control as an objective of the first clause that it cites. */
export function objectives(of: Material): readonly Oscal[] {
  return newestControls(of).map((control) => {
    const [first] = Object.entries(control.said?.clauses ?? {}).flatMap(([framework, ids]) =>
      ids.map((id) => clauseId(framework, id)),
    );
    return {
      "control-id": first ?? objectiveId(control.id),
      description: prose(control.said?.title ?? control.id),
      parts: [
        {
          id: objectiveId(control.id),
          name: "objective",
          prose: prose(control.said?.requirement ?? "The text of this revision was not kept."),
        },
      ],
    };
  });
}

/** Each control as something that is done again and again. */
export function activities(of: Material): readonly Oscal[] {
  return newestControls(of).map(({ id, revision, said }) => ({
    uuid: uuidOf(of.origin, "activity", id),
    title: id,
    description: prose(
      said === null
        ? `Control ${id}, revision ${revision}.`
        : `${said.title}. ${said.requirement} Measures ${said.measure} over windows of ${said.windowMs / 1000} s.`,
    ),
    ...list("props", [{ name: "revision", ns: NAMESPACE, value: revision }]),
  }));
}
