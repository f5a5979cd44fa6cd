import { allItems } from "./all-items.ts";
import { ApiRefused, type CollectorAddress, isRecord, send } from "./collector-api.ts";
import { type Finding, look, looked, well, wrong } from "./doctor-finding.ts";

/**
 * Has the collector send a message that says it is a test through every channel that it has, one after the other,
 * and tells what each answered. Each is an entry of its ledger.
 */
export async function testChannels(address: CollectorAddress): Promise<readonly Finding[]> {
  return looked("test", async () => {
    const names = (await allItems(address, "/notification-channels")).map(({ channel }) =>
      String(channel),
    );
    if (names.length === 0) {
      return [
        look("test", "no channel is configured: nothing was sent", "name one under `channels`"),
      ];
    }
    const found: Finding[] = [];
    for (const name of names) found.push(...(await testOne(address, name)));
    return found;
  });
}

function testOne(address: CollectorAddress, name: string): Promise<readonly Finding[]> {
  const about = `test of ${name}`;
  return looked(about, async () => {
    const path = `/channels/${encodeURIComponent(name)}/test`;
    const answer = await send(address, { method: "POST", path }).catch((error: unknown) => {
      // The ledger knows channels that the configuration has no more.
      if (error instanceof ApiRefused && error.status === 404) return null;
      throw error;
    });
    if (answer === null) return [well(about, "it is configured no more, and not tested")];
    const { outcome, detail } = isRecord(answer.json) ? answer.json : {};
    const says = `${String(outcome)}: ${String(detail)}`;
    if (outcome === "delivered") return [well(about, says)];
    return [wrong(about, says, "mend what it says; then: tiltmeter doctor --send-test")];
  });
}
