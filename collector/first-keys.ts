import { randomBytes } from "node:crypto";
import { grantFirstKeys, type NewKey } from "./acts/keys.ts";
import { ConfigError } from "./config.ts";
import { createKey, hashSecret, keyText, keyWeakness, parseKey } from "./http/key.ts";

/**
 * The keys of a new data folder; null where it has keys already. The configured bootstrap key takes
 * the admin's place. Throws `ConfigError` where that key is weak.
 */
export function firstKeys(
  bootstrapKey: string | null,
  nowMs: number,
  transact: Parameters<typeof grantFirstKeys>[2],
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
  return grantFirstKeys(
    {
      admin: stored(given ?? createKey("admin", randomBytes)),
      ingest: stored(createKey("ingest", randomBytes)),
      isBootstrap: given !== null,
    },
    nowMs,
    transact,
  );
}
