// The official instrumentation and our SDK around the same client: both tell of each call.
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { OpenAIInstrumentation } = require("@opentelemetry/instrumentation-openai");

const sdk = new NodeSDK({ instrumentations: [new OpenAIInstrumentation()] });
sdk.start();
const { trace } = require("@opentelemetry/api");
const { OpenAI } = require("openai");
const { askOpenAi } = require("../ask-openai.cjs");

async function main() {
  const { createMonitor } = await import("@tiltmeter/sdk");
  const { wrapOpenAI } = await import("@tiltmeter/sdk/openai");
  const ai = createMonitor({ system: process.env.OTEL_SERVICE_NAME });
  const client = wrapOpenAI(new OpenAI(), ai);
  await askOpenAi(client);
  await trace.getTracer("app").startActiveSpan("request", async (span) => {
    await client.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "a secret" }],
    });
    span.end();
  });
  await ai.flush({ timeoutMs: 5_000 });
  await sdk.shutdown();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
