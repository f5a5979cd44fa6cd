import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadRoutes, RoutesRefused } from "tiltmeter/acts/routes";
import { ZONES, zoneOffsets } from "tiltmeter/zones";
import { expect, test } from "vitest";
import { openGovernance } from "./ledger.ts";

const ROUTES = `version: 1
compliance: { channels: [mail] }
routes: [{ id: all, channels: [chat] }]
`;

test("routes are recorded when they change, and what is refused leaves those before in force", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const file = join(folder, "routes.yaml");
  const load = (from: string | null) =>
    loadRoutes(from, {
      nowMs: 7,
      ...{ channels: ["mail", "chat"], perRecord: [], zones: ZONES, offsets: zoneOffsets },
      transact: (decide) => ledger.transact(decide),
    });
  // A collector that never had routes records nothing.
  expect(await load(null)).toEqual({ changed: false, warnings: [] });
  expect(ledger.size).toBe(0);
  await writeFile(file, ROUTES);
  expect(await load(file)).toEqual({ changed: true, warnings: [] });
  // Another way to write the same is the same.
  await writeFile(file, `# who is told\n${ROUTES.replace("[mail]", '"mail"')}`);
  expect(await load(file)).toMatchObject({ changed: false });
  expect(ledger.state.routes).toMatchObject({
    atMs: 7,
    by: "tiltmeter",
    file: "routes.yaml",
    routes: { compliance: ["mail"] },
  });
  await writeFile(file, ROUTES.replace("chat", "chatt"));
  await expect(load(file)).rejects.toThrow(
    `${file}:3:32: unknown-channel: there is no channel chatt: did you mean chat?`,
  );
  await expect(load(join(folder, "none.yaml"))).rejects.toThrow(RoutesRefused);
  expect(ledger.state.routes).toMatchObject({ routes: { compliance: ["mail"] } });
  await writeFile(file, ROUTES.replace("id: all", "id: all, when: { severity: high }"));
  const { warnings } = await load(file);
  expect(warnings).toEqual([
    expect.stringContaining("no route asks for severity low, medium, critical"),
  ]);
  expect(await load(null)).toMatchObject({ changed: true });
  expect(ledger.state.routes).toMatchObject({ file: null, routes: null });
});
