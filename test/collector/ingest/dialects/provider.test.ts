import { providerName } from "tiltmeter/ingest/dialects/provider";
import { expect, test } from "vitest";

test.each([
  ["openai", "openai"],
  ["OpenAI", "openai"],
  ["openai.chat", "openai"],
  ["openai.responses", "openai"],
  ["Anthropic", "anthropic"],
  ["anthropic.messages", "anthropic"],
  ["az.ai.openai", "azure.ai.openai"],
  ["azure", "azure.ai.openai"],
  ["azure.chat", "azure.ai.openai"],
  ["azure-openai.chat", "azure.ai.openai"],
  ["azure.ai.inference", "azure.ai.inference"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["google.vertex.chat", "gcp.vertex_ai"],
  ["google.generative-ai", "gcp.gemini"],
  ["amazon-bedrock", "aws.bedrock"],
  ["AWS", "aws.bedrock"],
  ["xai.chat", "x_ai"],
  ["mistral.chat", "mistral_ai"],
  ["my-gateway.chat", "my-gateway"],
  ["", ""],
  ["constructor", "constructor"],
])("the provider %s is %s", (said, meant) => {
  expect(providerName(said)).toBe(meant);
  expect(providerName(meant)).toBe(meant);
});
