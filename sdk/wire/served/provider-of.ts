/** Hosts of providers, by the end of their names, in OpenTelemetry's words for providers. */
const PROVIDERS: readonly (readonly [host: string, provider: string])[] = [
  ["api.openai.com", "openai"],
  ["openai.azure.com", "azure.ai.openai"],
  ["services.ai.azure.com", "azure.ai.inference"],
  ["models.ai.azure.com", "azure.ai.inference"],
  ["cognitiveservices.azure.com", "azure.ai.openai"],
  ["api.anthropic.com", "anthropic"],
  ["aiplatform.googleapis.com", "gcp.vertex_ai"],
  ["generativelanguage.googleapis.com", "gcp.gemini"],
  ["x.ai", "x_ai"],
  ["api.mistral.ai", "mistral_ai"],
  ["api.groq.com", "groq"],
  ["api.deepseek.com", "deepseek"],
  ["api.perplexity.ai", "perplexity"],
  ["cohere.com", "cohere"],
  ["cohere.ai", "cohere"],
  ["ml.cloud.ibm.com", "ibm.watsonx.ai"],
];

/** AWS puts the region into the name: `bedrock-runtime.eu-central-1.amazonaws.com`. */
const BEDROCK = /^bedrock(?:-[a-z]+)*\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** The provider behind an address; `""` where the address does not tell. */
export function providerOf(url: string): string {
  if (!URL.canParse(url)) return "";
  const host = new URL(url).hostname;
  if (BEDROCK.test(host)) return "aws.bedrock";
  const found = PROVIDERS.find(([end]) => host === end || host.endsWith(`.${end}`));
  // Vertex names its regions before a dash: `europe-west4-aiplatform.googleapis.com`.
  if (found === undefined && host.endsWith("-aiplatform.googleapis.com")) return "gcp.vertex_ai";
  return found?.[1] ?? "";
}
