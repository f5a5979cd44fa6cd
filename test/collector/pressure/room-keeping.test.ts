import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogFileSystem } from "tiltmeter/log/file-system";
import { nodeFileSystem } from "tiltmeter/log/node-file-system";
import { roomKeeping } from "tiltmeter/pressure/room-keeping";
import { expect, onTestFinished, test } from "vitest";

/** The real files, on a disk without room for `failures` writes, and then with a sync that fails where asked. */
async function bench(of: { failures: number; sync?: boolean; isRetried: boolean }) {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-room-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let left = of.failures;
  let told = 0;
  const full = (): Error => Object.assign(new Error("no space"), { code: "ENOSPC" });
  const disk: LogFileSystem = {
    ...nodeFileSystem,
    open: async (path, mode) => {
      const file = await nodeFileSystem.open(path, mode);
      return {
        read: (into, position) => file.read(into, position),
        size: () => file.size(),
        close: () => file.close(),
        writev: async (buffers, position) => {
          left -= 1;
          if (left >= 0) throw full();
          return file.writev(buffers, position);
        },
        datasync: async () => {
          if (of.sync === true) throw full();
          return file.datasync();
        },
      };
    },
  };
  const onFull = async (): Promise<void> => {
    told += 1;
  };
  const kept = roomKeeping(disk, { onFull, isRetried: of.isRetried });
  const path = join(folder, "a");
  const file = await kept.open(path, "create");
  onTestFinished(() => file.close());
  return { file, path, told: () => told };
}

const TEXT = [Buffer.from("kept")];

test("a write that found no room is told, and where asked written again into the room that was made", async () => {
  const ledger = await bench({ failures: 1, isRetried: true });
  expect(await ledger.file.writev(TEXT, 0)).toBe(4);
  expect([await readFile(ledger.path, "utf8"), ledger.told()]).toEqual(["kept", 1]);
  const twice = await bench({ failures: 2, isRetried: true });
  await expect(twice.file.writev(TEXT, 0)).rejects.toThrow("no space");
  const journal = await bench({ failures: 1, isRetried: false });
  await expect(journal.file.writev(TEXT, 0)).rejects.toThrow("no space");
  expect(journal.told()).toBe(1);
});

test("a sync that found no room is told and never tried again", async () => {
  const { file, told } = await bench({ failures: 0, sync: true, isRetried: true });
  await file.writev(TEXT, 0);
  await expect(file.datasync()).rejects.toThrow("no space");
  expect(told()).toBe(1);
});
