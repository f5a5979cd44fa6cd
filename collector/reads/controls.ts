import type { Reads } from "@tiltmeter/dashboards";
import type { Control } from "@tiltmeter/rules";

type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];

/** The controls in force and where each of their instances stands. */
export function readControls(
  controls: readonly Control[],
  status: readonly ControlSummary["instances"][number][],
  due: (control: Control) => string,
): readonly ControlSummary[] {
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
    due: due(control),
    text: control.text,
    instances: status.filter((instance) => instance.control === control.id),
  }));
}
