/** What a key or a person may do; `policy.ts` says where. */
export const ROLES = ["ingest", "viewer", "operator", "compliance", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Roles that people have; programs that only send have the other one. */
export const PEOPLES_ROLES = ["viewer", "operator", "compliance", "auditor", "admin"] as const;

/** How a role stands in the text of a key. */
export const ROLE_PREFIX: Readonly<Record<Role, string>> = {
  ingest: "ing",
  viewer: "ro",
  operator: "op",
  compliance: "cmp",
  auditor: "aud",
  admin: "adm",
};

/** Role → roles that can do nothing which it cannot: what its owner may give to keys of their own. */
const WITHIN: Readonly<Record<Role, readonly Role[]>> = {
  ingest: ["ingest"],
  viewer: ["viewer"],
  operator: ["viewer", "operator"],
  compliance: ["viewer", "operator", "auditor", "compliance"],
  auditor: ["viewer", "auditor"],
  admin: ROLES,
};

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** Whether `wanted` gives no right that `own` does not. */
export function mayGrant(own: Role, wanted: Role): boolean {
  return WITHIN[own].includes(wanted);
}

/** The roles that somebody may give to keys of their own, weakest first. */
export function grantable(own: Role): readonly Role[] {
  return WITHIN[own];
}
