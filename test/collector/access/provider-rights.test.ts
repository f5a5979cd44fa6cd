import fc from "fast-check";
import { providedPerson, providedRights, type RightsTerms } from "tiltmeter/access/provider-rights";
import { expect, test } from "vitest";

const TERMS: RightsTerms = {
  ...{ groupsClaim: "groups", systemsClaim: null, defaultRole: null, domains: [] },
  requireVerified: true,
  roles: [
    { group: "a", role: "admin", systems: null },
    { group: "b", role: "viewer", systems: ["one", "two"] },
  ],
};

test("whatever a provider says, nobody gets a right that no rule names", () => {
  const claims = fc.record({ sub: fc.string(), groups: fc.anything(), systems: fc.anything() });
  const terms = { ...TERMS, systemsClaim: "systems" };
  fc.assert(
    fc.property(claims, (said) => {
      const rights = providedRights(said, terms);
      const text = typeof said.groups === "string" ? said.groups.split(/[\s,]+/) : [];
      const groups = Array.isArray(said.groups) ? said.groups : text;
      if (rights.kind === "none") return;
      expect(groups).toContain(rights.role === "admin" ? "a" : "b");
      if (rights.role === "viewer") {
        for (const system of rights.systems ?? ["all"]) expect(["one", "two"]).toContain(system);
      }
      if (rights.systems === null) expect(JSON.stringify(said.systems)).toContain("*");
    }),
  );
});

test("the first rule that fits counts, groups may be one text, and the claim of systems only narrows", () => {
  const of = (groups: unknown, systems?: unknown) =>
    providedRights({ sub: "s", groups, systems }, { ...TERMS, systemsClaim: "systems" });
  expect(of(["b", "a"], "*")).toMatchObject({ role: "admin", systems: null });
  expect(of("x, b", ["two", "three"])).toMatchObject({ role: "viewer", systems: ["two"] });
  expect(of(["b"], "*")).toMatchObject({ systems: ["one", "two"] });
  expect(of(["b"])).toMatchObject({ systems: [] });
  expect(of(["B"])).toMatchObject({ kind: "none" });
});

test("a name is one line of what can be seen, or the address in its place", () => {
  const verified = { email: "Ada@Example.org", email_verified: true };
  const named = (name: unknown) => providedPerson({ sub: "s", ...verified, name }, TERMS);
  expect(named("Ada\u0000\n  Berg\u202e")).toEqual({ name: "Ada Berg", email: "ada@example.org" });
  expect(named(undefined)).toEqual({ name: "ada@example.org", email: "ada@example.org" });
  expect(named("\u200b")).toMatchObject({ name: "ada@example.org" });
});
