import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { type BodyLimits, INGEST_BODY, readBody } from "tiltmeter/http/body";
import { type ByteBudget, createByteBudget } from "tiltmeter/http/byte-budget";
import { expect, test } from "vitest";

/** Posts a body to an app that only reads it; what the reading came to, and what is still held after. */
async function read(
  chunks: readonly Uint8Array[],
  of: {
    readonly encoding?: "identity" | "gzip";
    readonly limits?: BodyLimits;
    readonly budget?: ByteBudget;
    readonly declared?: number;
  } = {},
): Promise<{ readonly body: Buffer | null; readonly error: string; readonly held: number }> {
  const budget = of.budget ?? createByteBudget();
  let body: Buffer | null = null;
  let error = "";
  const app = new Hono();
  app.post("/", async (c) => {
    const reservation = budget.take("key", 0);
    if (typeof reservation === "string") throw new Error(reservation);
    const { encoding = "identity", limits = INGEST_BODY } = of;
    try {
      body = await readBody(c, { encoding, limits, reservation });
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.name : String(thrown);
    } finally {
      reservation.release();
    }
    return c.body(null);
  });
  const left = [...chunks];
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
  const headers = of.declared === undefined ? {} : { "content-length": `${of.declared}` };
  await app.request("/", { method: "POST", body: stream, duplex: "half", headers } as RequestInit); // duplex is missing from the DOM's type
  return { body, error, held: budget.held() };
}

const mebibytes = (count: number): Uint8Array[] =>
  Array.from({ length: count * 16 }, () => new Uint8Array(65_536));

test("a body comes whole, chunked or declared, compressed or not, and holds nothing afterwards", async () => {
  const text = Buffer.from("hello, collector".repeat(1000));
  const halves = (bytes: Uint8Array): Uint8Array[] => [bytes.subarray(0, 7), bytes.subarray(7)];
  for (const declared of [false, true]) {
    const plain = await read(halves(text), declared ? { declared: text.length } : {});
    expect([plain.body?.equals(text), plain.held]).toEqual([true, 0]);
    const zipped = gzipSync(text);
    const members = Buffer.concat([zipped, gzipSync("!")]);
    const of = { encoding: "gzip", ...(declared ? { declared: members.length } : {}) } as const;
    const unzipped = await read(halves(members), of);
    expect([unzipped.body?.toString(), unzipped.held]).toEqual([`${text}!`, 0]);
  }
  expect(await read([])).toMatchObject({ body: Buffer.alloc(0), error: "" });
});

test("the limits hold to the byte", async () => {
  const limits = { wireBytesMax: 100_000, decodedBytesMax: 200_000 };
  const bytes = (count: number): Uint8Array => new Uint8Array(count);
  expect((await read([bytes(100_000)], { limits })).error).toBe("");
  expect((await read([bytes(100_001)], { limits })).error).toBe("BodyTooLarge");
  expect((await read([bytes(60_000), bytes(40_001)], { limits })).error).toBe("BodyTooLarge");
  expect((await read([bytes(5)], { limits, declared: 100_001 })).error).toBe("BodyTooLarge");
  const zip = { limits, encoding: "gzip" } as const;
  expect((await read([gzipSync(bytes(200_000))], zip)).body).toHaveLength(200_000);
  expect((await read([gzipSync(bytes(200_001))], zip)).error).toBe("BodyTooLarge");
});

test("what a body or its trailer says of its length is believed only as far as it is true", async () => {
  const text = Buffer.from("hello, collector".repeat(1000));
  for (const declared of [1, 7, 8, text.length - 1, text.length + 1, 100_000]) {
    const chunks = [text.subarray(0, 7), text.subarray(7, 9_000), text.subarray(9_000)];
    const { body, held } = await read(chunks, { declared });
    expect([body?.equals(text), held]).toEqual([true, 0]);
  }
  const zipped = gzipSync(text);
  for (const said of [0, 1, text.length - 1, text.length + 1, 1_048_577, 0xffff_ffff]) {
    const lying = Buffer.from(zipped);
    lying.writeUInt32LE(said, lying.length - 4);
    expect((await read([lying], { encoding: "gzip" })).error).toBe("BodyUnreadable");
  }
  // The last of several says its own length alone.
  const members = Buffer.concat([gzipSync(Buffer.alloc(300_000)), zipped, zipped]);
  const { body } = await read([members], { encoding: "gzip" });
  expect(body).toHaveLength(300_000 + 2 * text.length);
});

test("gzip that is cut off, altered or none is unreadable", async () => {
  const zipped = gzipSync(Buffer.from("hello, collector".repeat(1000)));
  const altered = Buffer.from(zipped);
  altered[altered.length - 6] = (altered[altered.length - 6] ?? 0) ^ 1;
  for (const body of [
    zipped.subarray(0, -1),
    zipped.subarray(0, 5),
    altered,
    Buffer.from("hello"),
  ]) {
    expect((await read([body], { encoding: "gzip" })).error).toBe("BodyUnreadable");
  }
});

test("a hundred megabytes in a gzip bomb are refused for a few of memory", async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  const nested = Array.from({ length: 20 }, () => gzipSync(Buffer.alloc(1_000_000)));
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 20; i++) {
    expect(await read([bomb], { encoding: "gzip" })).toMatchObject({
      error: "BodyTooLarge",
      held: 0,
    });
    expect((await read(nested, { encoding: "gzip" })).error).toBe("BodyTooLarge");
  }
  // Sixteen mebibytes is the most that one attempt may hold; garbage of a few is allowed for.
  expect(process.memoryUsage().rss - before).toBeLessThan(160_000_000);
});

test("whoever would take the bytes in flight over a limit is refused at once, by the limit's name", async () => {
  const budget = createByteBudget({ totalMax: 3_000_000, keyMax: 2_000_000 });
  expect((await read(mebibytes(2), { budget })).error).toBe("Busy");
  expect((await read(mebibytes(1), { budget })).error).toBe("");
  const other = budget.take("other", 1_900_000);
  expect(budget.take("key", 1_200_000)).toBe("total");
  expect(budget.take("other", 200_000)).toBe("key");
  if (typeof other !== "string") other.release();
  expect(budget.held()).toBe(0);
  const numbers = Array.from({ length: 400_000 }, (_, i) => (i * 2_654_435_761) % 1_000_003);
  const zipped = gzipSync(numbers.join());
  expect(await read([zipped], { budget, encoding: "gzip" })).toMatchObject({
    error: "Busy",
    held: 0,
  });
});
