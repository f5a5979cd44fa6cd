import type { Transact } from "./transact.ts";

/** A system as its owner declares it. */
export interface Declaration {
  readonly id: string;
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly riskTier: "high" | "limited" | "minimal" | null;
  readonly environment: string | null;
  readonly status: "planned" | "live" | "retired";
  readonly positiveLabel: string | null;
}

type SystemDeclared = Omit<Declaration, "id"> & {
  readonly type: "system_declared";
  readonly atMs: number;
  readonly by: string;
  readonly system: string;
};

interface Declared {
  readonly systems: ReadonlyMap<string, Omit<Declaration, "id">>;
}

/** Records what the configuration declares, where it differs from what stands: the inventory keeps its history. */
export function declareSystems(
  declarations: readonly Declaration[],
  nowMs: number,
  transact: Transact<Declared, SystemDeclared>,
): Promise<void> {
  return transact<void>(({ systems }) => {
    const entries = declarations
      .filter(({ id, ...said }) => text(systems.get(id)) !== text(said))
      .map(
        ({ id, ...said }): SystemDeclared => ({
          type: "system_declared",
          atMs: nowMs,
          by: "tiltmeter",
          system: id,
          ...said,
        }),
      );
    return { entries, result: undefined };
  });
}

function text(said: Omit<Declaration, "id"> | undefined): string {
  if (said === undefined) return "";
  const { owner, purpose, riskTier, environment, status, positiveLabel } = said;
  return JSON.stringify([owner, purpose, riskTier, environment, status, positiveLabel]);
}
