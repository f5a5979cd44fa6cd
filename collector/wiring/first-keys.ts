import { randomBytes } from "node:crypto";
import { FIRST_NAMES, grantFirstKeys, type NewKey } from "../acts/keys.ts";
import { ConfigError } from "../config.ts";
import { createKey, hashSecret, keyText, keyWeakness, parseKey } from "../http/key.ts";

/**
 * The keys of a new data folder; null where it has keys already. The configured bootstrap key takes
 * the admin's place. Throws `ConfigError` where that key is weak.
 */
export async function firstKeys(
  bootstrapKey: string | null,
  nowMs: number,
  transact: Parameters<typeof grantFirstKeys>[2],
  pseudonymOf: (name: string) => Promise<string>,
): ReturnType<typeof grantFirstKeys> {
  const weakness = bootstrapKey === null ? null : keyWeakness(bootstrapKey);
  if (weakness !== null) throw new ConfigError(`TILTMETER_BOOTSTRAP_KEY: ${weakness}`);
  const given = bootstrapKey === null ? null : parseKey(bootstrapKey);
  const stored = (key: ReturnType<typeof createKey>): NewKey => ({
    id: key.id,
    role: key.role,
    hash: hashSecret(key.secret),
    text: keyText(key),
  });
  const names = new Map<string, string>();
  for (const name of FIRST_NAMES) names.set(name, await pseudonymOf(name));
  return grantFirstKeys(
    {
      admin: stored(given ?? createKey("admin", randomBytes)),
      ingest: stored(createKey("ingest", randomBytes)),
      isBootstrap: given !== null,
      pseudonymOf: (name) => names.get(name) ?? name,
    },
    nowMs,
    transact,
  );
}
