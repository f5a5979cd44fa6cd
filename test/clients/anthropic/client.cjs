// The client makes its spans itself, wherever a provider of tracers is registered.
const { NodeSDK } = require("@opentelemetry/sdk-node");

const sdk = new NodeSDK();
sdk.start();
const { Anthropic } = require("@anthropic-ai/sdk");

const ask = {
  model: "claude-sonnet-4",
  max_tokens: 10,
  messages: [{ role: "user", content: "a secret" }],
};
const tool = { name: "search", input_schema: { type: "object" } };

async function main() {
  const client = new Anthropic();
  await client.messages.create(ask).catch(() => undefined);
  await client.messages.create(ask);
  const stream = await client.messages.create({ ...ask, stream: true });
  for await (const _ of stream);
  await client.messages.create({ ...ask, tools: [tool] });
  await sdk.shutdown();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
