import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ViewStore } from "tiltmeter/views/view-store";
import { afterAll, expect, test } from "vitest";

const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "views-"));
  folders.push(folder);
  return join(folder, "views.json");
}

function ids(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return String(last);
  };
}

const view = (name: string, isShared = false) => ({ name, address: "/controls", isShared });

test("one's own views and those that others share are there, also after a start", async () => {
  const at = await file();
  const store = await ViewStore.open({ file: at, newId: ids() });
  await store.keep("ada", view("mine"));
  await store.keep("ben", view("secret"));
  await store.keep("ben", view("for all", true));
  const again = await ViewStore.open({ file: at, newId: ids() });
  for (const each of [store, again]) {
    expect(each.list("ada").map(({ name }) => name)).toEqual(["for all", "mine"]);
    expect(each.list("ben").map(({ name }) => name)).toEqual(["for all", "secret"]);
  }
});

test("a view of the same name is replaced, and only one's own is forgotten", async () => {
  const store = await ViewStore.open({ file: await file(), newId: ids() });
  await store.keep("ada", view("a"));
  await store.keep("ada", { ...view("a"), address: "/ledger" });
  const [kept] = store.list("ada");
  expect(store.list("ada")).toHaveLength(1);
  expect(kept?.address).toBe("/ledger");
  await store.forget("ben", kept?.id ?? "");
  expect(store.list("ada")).toHaveLength(1);
  await store.forget("ada", kept?.id ?? "");
  expect(store.list("ada")).toEqual([]);
});

test("everything of one person is forgotten at once, and nothing of it is left in the file", async () => {
  const at = await file();
  const store = await ViewStore.open({ file: at, newId: ids() });
  await store.keep("ada", view("about ada"));
  await store.keep("ben", view("about ben"));
  await store.forgetAllOf("ada");
  expect(await readFile(at, "utf8")).not.toContain("ada");
  expect(store.list("ben")).toHaveLength(1);
});

test.each(["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "controls", ""])(
  "an address that leads away is refused: %s",
  async (address) => {
    const store = await ViewStore.open({ file: await file(), newId: ids() });
    const answer = await store.keep("ada", { name: "a", address, isShared: false });
    expect(answer).toMatchObject({ kind: "refused", fields: { address: expect.any(String) } });
  },
);

test("a name has a length, and a person a number of views", async () => {
  const store = await ViewStore.open({ file: await file(), newId: ids() });
  const refused = { kind: "refused" };
  expect(await store.keep("ada", view("x".repeat(81)))).toMatchObject(refused);
  expect(await store.keep("ada", view(""))).toMatchObject(refused);
  await Promise.all(Array.from({ length: 100 }, (_, i) => store.keep("ada", view(`v${i}`))));
  expect(await store.keep("ada", view("one more"))).toMatchObject(refused);
  expect(await store.keep("ada", view("v7"))).toMatchObject({ kind: "kept" });
  expect(await store.keep("ben", view("first"))).toMatchObject({ kind: "kept" });
});

test("views that are kept at the same time are all in the file", async () => {
  const at = await file();
  const store = await ViewStore.open({ file: at, newId: ids() });
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.keep("ada", view(`v${i}`))));
  expect((await ViewStore.open({ file: at, newId: ids() })).list("ada")).toHaveLength(20);
});

test("a file that is damaged stops the start and says what to do", async () => {
  const at = await file();
  for (const text of ["[", "{}", '[{"id":1}]']) {
    await writeFile(at, text);
    await expect(ViewStore.open({ file: at, newId: ids() })).rejects.toThrow("move it away");
  }
});
