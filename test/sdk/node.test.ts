import { trace } from "@opentelemetry/api";
import { startTelemetry } from "@tiltmeter/sdk/node";
import { expect, test } from "vitest";
import { FAST, startReceiver } from "./receiver.ts";

test("one line sets up OpenTelemetry and a monitor that both send to the collector with the key", async () => {
  await using receiver = await startReceiver();
  const before = { ...process.env };
  const { monitor, shutdown } = startTelemetry({
    system: "credit",
    url: receiver.url,
    key: "tm_ing_test",
    limits: FAST,
  });
  expect(process.env).toEqual(before);

  const traceId = await trace.getTracer("test").startActiveSpan("request", async (span) => {
    await monitor.watch(async () => 1, { id: () => "a" })();
    span.end();
    return span.spanContext().traceId;
  });
  const ending = shutdown();
  expect(shutdown()).toBe(ending);
  await ending;

  const paths = receiver.received.map(({ path, headers }) => [path, headers.authorization]);
  expect(paths).toContainEqual(["/v1/logs", "Bearer tm_ing_test"]);
  expect(paths).toContainEqual(["/v1/traces", "Bearer tm_ing_test"]);
  const logs = receiver.received.filter(({ path }) => path === "/v1/logs");
  expect(logs.some(({ body }) => body.includes(Buffer.from(traceId, "hex")))).toBe(true);
});
