// Both of the AI SDK's integrations; which one is said by the environment.
const { NodeSDK } = require("@opentelemetry/sdk-node");

const sdk = new NodeSDK();
sdk.start();

async function main() {
  const { generateText, registerTelemetry, streamText, stepCountIs, tool } = await import("ai");
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const { LegacyOpenTelemetry, OpenTelemetry } = await import("@ai-sdk/otel");
  const { z } = await import("zod");
  const isLegacy = process.env.AI_SDK_TELEMETRY === "legacy";
  registerTelemetry(isLegacy ? new LegacyOpenTelemetry() : new OpenTelemetry());
  const provider = createOpenAICompatible({
    name: "openai",
    baseURL: process.env.OPENAI_BASE_URL,
    includeUsage: true,
  });
  const ask = {
    model: provider("gpt-4o"),
    prompt: "a secret",
    maxRetries: 0,
    experimental_telemetry: { isEnabled: true },
    telemetry: { isEnabled: true },
  };
  await generateText(ask).catch(() => undefined);
  await generateText(ask);
  for await (const _ of streamText(ask).textStream);
  const search = tool({ inputSchema: z.object({}), execute: async () => "found" });
  await generateText({ ...ask, tools: { search }, stopWhen: stepCountIs(2) });
  await sdk.shutdown();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
