import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContentStore } from "../../../collector/ledger/content-store.ts";
import { Ledger } from "../../../collector/ledger/ledger.ts";

/** A real ledger and content store in a folder of their own. */
export async function openGovernance(): Promise<
  {
    readonly ledger: Ledger;
    readonly content: ContentStore;
    readonly folder: string;
  } & AsyncDisposable
> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-acts-"));
  const ledger = await Ledger.open({ folder: join(folder, "ledger"), now: () => 0 });
  const content = await ContentStore.open({ folder: join(folder, "content") });
  return {
    ledger,
    content,
    folder,
    [Symbol.asyncDispose]: async () => {
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
