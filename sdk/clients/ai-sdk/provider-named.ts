/** The AI SDK's names of providers that are others in OpenTelemetry's words. */
const NAMES: Readonly<Record<string, string>> = {
  azure: "azure.ai.openai",
  "azure-openai": "azure.ai.openai",
  "amazon-bedrock": "aws.bedrock",
  bedrock: "aws.bedrock",
  google: "gcp.gemini",
  "google.vertex": "gcp.vertex_ai",
  vertex: "gcp.vertex_ai",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/** The provider in OpenTelemetry's words: the AI SDK puts the kind of model behind it, as in `openai.chat`. */
export function providerNamed(name: string): string {
  const first = name.split(".", 1)[0] ?? "";
  if (name.startsWith("google.vertex")) return "gcp.vertex_ai";
  return Object.hasOwn(NAMES, first) ? (NAMES[first] ?? first) : first;
}
