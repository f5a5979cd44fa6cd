import type { Authority } from "@tiltmeter/rules";
import type { Role } from "./role.ts";

/** What a role may decide on records; roles that only read or send never come to be asked. */
export function authorityOf(role: Role): Authority {
  if (role === "admin") return "administer";
  return role === "compliance" ? "approve" : "work";
}
