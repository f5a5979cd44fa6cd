import { POLICY, type Policy } from "tiltmeter/http/policy";
import { expect, test } from "vitest";

test("the rights are those that were reviewed: a change of who may what is seen as a change of this file", async () => {
  const rows = Object.entries(POLICY).map(([route, policy]) =>
    [route.padEnd(56), scopeText(policy.scope).padEnd(20), rolesText(policy.roles)].join(" "),
  );
  await expect(`${rows.join("\n")}\n`).toMatchFileSnapshot("rights.txt");
});

function scopeText(scope: Policy["scope"]): string {
  return "parameter" in scope ? `${scope.kind}:${scope.in}:${scope.parameter}` : scope.kind;
}

function rolesText(roles: Policy["roles"]): string {
  return roles === "anyone" ? roles : [...roles].sort().join(",");
}
