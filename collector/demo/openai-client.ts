import type { OpenAI } from "openai";

/**
 * The real client of OpenAI, pointed at an address that speaks its language; null where its package is not
 * installed: it is a development dependency, in this repository and not in an installed product.
 */
export async function openAIClient(baseURL: string): Promise<OpenAI | null> {
  try {
    const { OpenAI } = await import("openai");
    // A failure is to be seen as one, and not be tried again until it is none.
    return new OpenAI({ baseURL, apiKey: "not-a-secret", maxRetries: 0 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      return null;
    }
    throw error;
  }
}
