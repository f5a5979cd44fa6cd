import { expect, test } from "vitest";
import { grantFirstKeys, revokeKey } from "../../../collector/acts/keys.ts";
import { openGovernance } from "./ledger.ts";

const key = (id: string, role: string) => ({
  id,
  role,
  hash: `hash of ${id}`,
  text: `text of ${id}`,
});

test("first keys are granted once; a bootstrap key replaces a lost one, and no secret is kept", async () => {
  await using governance = await openGovernance();
  const { ledger } = governance;
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const pseudonymOf = (name: string): string => `p of ${name}`;
  const grant = (admin: string, isBootstrap: boolean) =>
    grantFirstKeys(
      {
        admin: key(admin, "admin"),
        ingest: key("ingest00", "ingest"),
        isBootstrap,
        pseudonymOf,
      },
      1,
      transact,
    );
  expect(await grant("admin000", false)).toEqual({
    admin: "text of admin000",
    ingest: "text of ingest00",
  });
  expect(await grant("admin111", false)).toBeNull();
  expect([...ledger.state.keys.keys()]).toEqual(["admin000", "ingest00"]);
  expect(await grant("admin222", true)).toBeNull();
  expect(await grant("admin222", true)).toBeNull();
  expect([...ledger.state.keys.keys()]).toEqual(["admin000", "ingest00", "admin222"]);
  expect(JSON.stringify([...ledger.state.keys.values()])).not.toContain("text of");
});

test("a key is revoked once, and an unknown one not at all", async () => {
  await using governance = await openGovernance();
  const { ledger } = governance;
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  await grantFirstKeys(
    {
      admin: key("admin000", "admin"),
      ingest: key("ingest00", "ingest"),
      isBootstrap: false,
      pseudonymOf: (name) => name,
    },
    1,
    transact,
  );
  await revokeKey({ id: "ingest00", by: "ann" }, 2, transact);
  await revokeKey({ id: "ingest00", by: "ann" }, 3, transact);
  await revokeKey({ id: "nobody00", by: "ann" }, 4, transact);
  expect(ledger.state.keys.get("ingest00")?.revokedMs).toBe(2);
  expect(ledger.size).toBe(3);
});
