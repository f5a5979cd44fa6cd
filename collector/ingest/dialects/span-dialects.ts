import { AI_SDK, AI_SDK_LEGACY } from "./ai-sdk.ts";
import { BEDROCK } from "./bedrock.ts";
import { NATIVE_ANTHROPIC } from "./native-anthropic.ts";
import { OPENINFERENCE } from "./openinference.ts";
import { OPENLLMETRY } from "./openllmetry.ts";
import { OTEL_GENAI, OTEL_GENAI_OLD } from "./otel-genai.ts";
import type { SpanDialect } from "./span-dialect.ts";

/** In the order in which they are tried: who is known by name, then by names of its own, then the conventions. */
export const SPAN_DIALECTS: readonly SpanDialect[] = [
  NATIVE_ANTHROPIC,
  BEDROCK,
  AI_SDK,
  AI_SDK_LEGACY,
  OPENLLMETRY,
  OPENINFERENCE,
  OTEL_GENAI_OLD,
  OTEL_GENAI,
];
