/**
 * What providers are called here: OpenTelemetry's names (`gen_ai.provider.name`), whatever an instrumentation says.
 *
 * Source: the well-known values of the GenAI conventions and their renamings (`az.ai.openai`, `vertex_ai`, `xai`), the providers
 * of the AI SDK (`openai.chat`, `google.generative-ai`), OpenInference's `llm.provider` and OpenLLMetry's capitalised vendors.
 */
export function providerName(said: string): string {
  const name = said.trim().toLowerCase();
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  for (const [beginning, meant] of BEGINNINGS) {
    if (name.startsWith(`${beginning}.`) || name.startsWith(`${beginning}-`)) return meant;
  }
  const stem = name.replace(KIND_OF_MODEL, "");
  return NAMES.get(stem) ?? stem;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["az.ai.openai", "azure.ai.openai"],
  ["az.ai.inference", "azure.ai.inference"],
  ["azure", "azure.ai.openai"],
  ["azure_openai", "azure.ai.openai"],
  ["azure-openai", "azure.ai.openai"],
  ["aws", "aws.bedrock"],
  ["bedrock", "aws.bedrock"],
  ["amazon-bedrock", "aws.bedrock"],
  ["amazon_bedrock", "aws.bedrock"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["vertexai", "gcp.vertex_ai"],
  ["google-vertex", "gcp.vertex_ai"],
  ["google.vertex", "gcp.vertex_ai"],
  ["google.generative-ai", "gcp.gemini"],
  ["google_genai", "gcp.gemini"],
  ["google", "gcp.gemini"],
  ["gemini", "gcp.gemini"],
  ["mistral", "mistral_ai"],
  ["mistralai", "mistral_ai"],
  ["xai", "x_ai"],
  ["watsonx", "ibm.watsonx.ai"],
]);

/** The AI SDK adds the kind of a model, and of a platform several. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ["google.vertex", "gcp.vertex_ai"],
  ["google-vertex", "gcp.vertex_ai"],
  ["google.generative-ai", "gcp.gemini"],
  ["amazon-bedrock", "aws.bedrock"],
  ["azure-openai", "azure.ai.openai"],
];

const KIND_OF_MODEL =
  /\.(chat|completion|completions|responses|messages|embedding|embeddings|textembedding|image|speech|transcription|reranking)$/;
