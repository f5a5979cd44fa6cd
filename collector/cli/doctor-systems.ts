import { allItems } from "./all-items.ts";
import { ApiRefused, type CollectorAddress, isRecord } from "./collector-api.ts";
import type { Finding } from "./doctor-finding.ts";
import { gapsOf, type SystemSeen } from "./doctor-gaps.ts";

/** What is missing of each system that a key may read. */
export async function lookAtSystems(
  address: CollectorAddress,
  nowMs: number,
): Promise<readonly Finding[]> {
  const systems = await allItems(address, "/systems");
  const watched = await clientsOf(address);
  return gapsOf(
    systems.map((system) => ({
      id: String(system["id"]),
      declared: system["declared"] === true,
      isLive: ["live", "silent"].includes(String(system["standing"])),
      riskTier: typeof system["riskTier"] === "string" ? system["riskTier"] : null,
      lastSeenMs: typeof system["lastSeen"] === "string" ? Date.parse(system["lastSeen"]) : null,
      predictions: Number(system["predictions"]),
      outcomes: Number(system["outcomes"]),
      oversight: Number(system["oversight"]),
      hasBaseline: isRecord(system["baseline"]),
      unexplainedLoss:
        typeof system["unexplainedLoss"] === "number" ? system["unexplainedLoss"] : null,
      ...(watched.get(String(system["id"])) ?? { unwatched: [], lost: [] }),
    })),
    nowMs,
  );
}

/** What of their clients systems do not watch. An older collector does not say. */
async function clientsOf(
  address: CollectorAddress,
): Promise<ReadonlyMap<string, Pick<SystemSeen, "unwatched" | "lost">>> {
  const texts = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.map(String) : [];
  try {
    const said = await allItems(address, "/instrumentation");
    return new Map(
      said.map(({ system, unwatched, lost }) => [
        String(system),
        { unwatched: texts(unwatched), lost: texts(lost) },
      ]),
    );
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 404) return new Map();
    throw error;
  }
}
