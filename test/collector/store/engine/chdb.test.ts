import { expect, test, vi } from "vitest";

test("where the embedded engine is not installed, the message names the server", async () => {
  vi.doMock("chdb", () => {
    throw new Error("Cannot find module 'chdb'");
  });
  const { loadChdb } = await import("../../../../collector/store/engine/chdb.ts");
  await expect(loadChdb()).rejects.toThrow("--store http://");
});
