import type { Reads } from "@tiltmeter/dashboards";
import type { Control } from "@tiltmeter/rules";

type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];

/** The controls in force and where each of their instances stands. */
export function readControls(
  controls: readonly Control[],
  status: readonly ControlSummary["instances"][number][],
  of: {
    readonly due: (control: Control) => string;
    readonly changed: (control: Control) => ControlSummary["changed"];
  },
): readonly ControlSummary[] {
  const instances = new Map<string, ControlSummary["instances"][number][]>();
  for (const instance of status) {
    const known = instances.get(instance.control) ?? [];
    instances.set(instance.control, known);
    known.push(instance);
  }
  return controls.map((control) => ({
    id: control.id,
    title: control.title,
    requirement: control.requirement,
    severity: control.severity,
    status: control.status,
    measure: control.measure,
    everyMs: control.everyMs,
    windowMs: control.windowMs,
    revision: control.revision,
    due: of.due(control),
    text: control.text,
    control,
    changed: of.changed(control),
    instances: instances.get(control.id) ?? [],
  }));
}
