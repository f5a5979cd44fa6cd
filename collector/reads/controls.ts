import type { Reads } from "@tiltmeter/dashboards";
import type { Control } from "@tiltmeter/rules";

type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];
type Instance = ControlSummary["instances"][number];

/** The controls in force and where each of their instances stands. */
export function readControls(
  controls: readonly Control[],
  status: readonly ControlSummary["instances"][number][],
  of: {
    readonly due: (control: Control) => string;
    readonly changed: (control: Control) => ControlSummary["changed"];
  },
): readonly ControlSummary[] {
  const instances = byControl(status);
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

/** A list of how instances stand is another one as soon as one of them stands otherwise. */
const grouped = new WeakMap<readonly Instance[], ReadonlyMap<string, readonly Instance[]>>();

/** Sixty thousand instances are put in groups when a window was judged, not when a page is looked at. */
function byControl(status: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const known = grouped.get(status);
  if (known !== undefined) return known;
  const made = new Map<string, Instance[]>();
  for (const instance of status) {
    const own = made.get(instance.control);
    if (own === undefined) made.set(instance.control, [instance]);
    else own.push(instance);
  }
  grouped.set(status, made);
  return made;
}
