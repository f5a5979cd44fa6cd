import type { Reads } from "@tiltmeter/dashboards";
import { indexRecords, selectRecords } from "@tiltmeter/rules";
import { busyReads } from "./fixture-reads.ts";

/** The busy world with only its first system, or with copies of all up to `size` systems. */
export function readsOf(size: number): Reads {
  const base = busyReads();
  const names = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const systems = await base.systems();
    return new Map(
      systems.map(({ id }, i) => [
        id,
        Array.from({ length: Math.ceil((size - i) / systems.length) }, (_, copy) =>
          copy === 0 ? id : `${id}-${copy + 1}`,
        ),
      ]),
    );
  };
  const copies = async <T>(
    all: readonly T[],
    of: (one: T) => string,
  ): Promise<readonly [T, string][]> => {
    const known = await names();
    return all.flatMap((one) => (known.get(of(one)) ?? []).map((name): [T, string] => [one, name]));
  };
  return {
    ...base,
    systems: async () =>
      (await copies(await base.systems(), ({ id }) => id)).map(([system, id]) => ({
        ...system,
        id,
      })),
    controls: async () =>
      Promise.all(
        (await base.controls()).map(async (control) => ({
          ...control,
          instances: (await copies(control.instances, ({ labels }) => labels["system"] ?? "")).map(
            ([instance, system]) => ({
              ...instance,
              labels: { ...instance.labels, system },
            }),
          ),
        })),
      ),
    recordPage: async (query) => {
      const records = await base.nonconformities();
      const kept = records.filter(({ system }) => size > 1 || system.startsWith("mail"));
      return selectRecords(indexRecords(kept), query);
    },
  };
}
