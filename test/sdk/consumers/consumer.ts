// A program of a user's, compiled and run as an ES module and as CommonJS (see package.test.ts). Its argument is the
// address of a collector.
import {
  createMonitor,
  type Monitor,
  type MonitorOptions,
  type RedactionOptions,
} from "@tiltmeter/sdk";
import { aiSdkTelemetry } from "@tiltmeter/sdk/ai-sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { wrapFetch } from "@tiltmeter/sdk/fetch";
import { startTelemetry } from "@tiltmeter/sdk/node";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";

const redaction: RedactionOptions = { features: { income: { bucket: [20_000, 50_000] } } };
const options: MonitorOptions = { system: "consumer", url: process.argv[2] ?? "", redaction };
const ai: Monitor = createMonitor(options);

interface Applicant {
  readonly id: string;
  readonly income: number;
}

const score = ai.watch(async (applicant: Applicant) => ({ approved: applicant.income > 30_000 }), {
  id: (applicant) => applicant.id,
  features: (applicant) => ({ income: applicant.income }),
  output: (result) => ({ label: result.approved ? "approve" : "decline" }),
});

/** Stands for a client: what the wrappers ask of one they find on it, or leave it as it is. */
const client = { baseURL: "http://127.0.0.1:9" };
const watchedFetch: typeof fetch = wrapFetch(fetch, ai, { provider: "x" });
const wrapped = [wrapOpenAI(client, ai), wrapAnthropic(client, ai), aiSdkTelemetry(ai)];
const setUp: typeof startTelemetry = startTelemetry;

async function main(): Promise<void> {
  const answer = await score({ id: "a-1", income: 31_000 });
  ai.review("a-1", { action: "confirm", by: "r-1" });
  const isSent = await ai.flush({ timeoutMs: 5_000 });
  await ai.close();
  await watchedFetch(`${process.argv[2]}/other`);
  if (typeof setUp !== "function") throw new Error("no set-up");
  console.log(
    JSON.stringify({ answer, isSent, name: ATTRIBUTE.predictionId, wrapped: wrapped.length }),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
