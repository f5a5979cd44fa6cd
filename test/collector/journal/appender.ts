import { Journal } from "tiltmeter/journal/journal";

/*
 * A process that appends batches without end and prints each one once it is acknowledged.
 * Arguments: folder, first batch number. Made to be killed.
 */
const [folder = "", first = "1"] = process.argv.slice(2);
const journal = await Journal.open({ folder, now: Date.now, segmentBytesMax: 64 * 1024 });
let next = Number(first);
process.stdout.write("ready\n");

async function produce(): Promise<void> {
  for (;;) {
    const i = next;
    next += 1;
    const batchId = Buffer.alloc(16);
    batchId.writeUInt32BE(i, 12);
    const receipt = await journal.append({
      batchId,
      reply: Buffer.from(`${i}`),
      records: [
        {
          origin: { system: "s", systemVersion: "", environment: "", producer: "p" },
          seq: i,
          traceId: "",
          spanId: "",
          statement: {
            kind: "change",
            timeMs: i,
            change: "deployment",
            summary: "x".repeat(i % 700),
            from: "",
            to: "",
          },
        },
      ],
    });
    process.stdout.write(`${i} ${receipt.seq}\n`);
    if (i % 50 === 0) await journal.markApplied(Math.max(0, receipt.seq - 200));
  }
}

await Promise.all(Array.from({ length: 8 }, produce));
