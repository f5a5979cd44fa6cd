import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Replaces a small file at once, durably: after a crash it is the old one or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await synced(temporary, "w", (file) => file.writeFile(text));
  await rename(temporary, path);
  await synced(dirname(path), "r", async () => undefined);
}

async function synced(
  path: string,
  mode: "w" | "r",
  work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, mode, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
