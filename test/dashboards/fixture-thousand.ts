import type { ControlSummary, InstanceStatus, Reads } from "@tiltmeter/dashboards";
import { fixtureControls } from "./fixture-controls.ts";
import { strips } from "./fixture-history.ts";
import { busyReads } from "./fixture-reads.ts";

/** The busy world with as many controls, each with as many instances, and what was asked of it. */
export function readsOfMany(
  controls: number,
  instances: number,
): { readonly reads: Reads; readonly asked: string[] } {
  const kinds = fixtureControls();
  const all = Array.from({ length: controls }, (_, i): ControlSummary => {
    const kind = kinds[i % kinds.length];
    if (kind === undefined) throw new Error("there is no fixture control");
    const id = `${kind.id}-${i}`;
    return {
      ...kind,
      id,
      title: `${kind.title} ${i}`,
      control: { ...kind.control, id, set: `set-${i % 10}` },
      instances: many(kind.instances, instances, id),
    };
  });
  const asked: string[] = [];
  const base = busyReads();
  const reads = Object.fromEntries(
    Object.entries({
      ...base,
      controls: async () => all,
      verdictStrips: async (of: Parameters<Reads["verdictStrips"]>[0]) => strips(all, of),
    } satisfies Reads).map(([name, read]) => [
      name,
      // biome-ignore lint/suspicious/noExplicitAny: one wrapper for reads of every shape
      (of: any) => {
        asked.push(name);
        return (read as (of: unknown) => unknown)(of);
      },
    ]),
  ) as unknown as Reads; // the same keys, each answering as before
  return { reads, asked };
}

function many(
  of: readonly InstanceStatus[],
  size: number,
  control: string,
): readonly InstanceStatus[] {
  if (of.length === 0) return [];
  return Array.from({ length: size }, (_, i) => {
    const one = of[i % of.length];
    if (one === undefined) throw new Error("there is no fixture instance");
    return { ...one, control, labels: { ...one.labels, system: `system-${i}` } };
  });
}
