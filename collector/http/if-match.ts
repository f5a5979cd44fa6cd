import type { Request } from "./environment.ts";
import { Refusal } from "./refusal.ts";

/** The version that a change is based on. Throws `Refusal`: 428 without the header, 400 for one not ours. */
export function requiredVersion(c: Request): number {
  const version = versionSeen(c);
  if (version !== null) return version;
  const detail = 'If-Match is required: send the ETag of the record that you saw, such as "3"';
  throw new Refusal({ status: 428, detail, errors: [{ header: "If-Match", detail }] });
}

/**
 * The version in `If-Match`; null without the header. Throws `Refusal` (400) for one not ours.
 *
 * An ETag is the version, and behind a dash what else of the answer changes without a new version.
 */
export function versionSeen(c: Request): number | null {
  const header = c.req.header("if-match");
  if (header === undefined) return null;
  const [, version] = /^(?:W\/)?"?(\d{1,15})(?:-[\w-]*)?"?$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  const detail = `If-Match must be the ETag that you saw, such as "3", got ${JSON.stringify(header.slice(0, 64))}`;
  throw new Refusal({
    status: 400,
    code: "invalid_parameter",
    detail,
    errors: [{ header: "If-Match", detail }],
  });
}
