/** What a key or a person may do; `policy.ts` says where. */
export const ROLES = ["ingest", "viewer", "operator", "compliance", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** How a role stands in the text of a key. */
export const ROLE_PREFIX: Readonly<Record<Role, string>> = {
  ingest: "ing",
  viewer: "ro",
  operator: "op",
  compliance: "cmp",
  auditor: "aud",
  admin: "adm",
};

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
