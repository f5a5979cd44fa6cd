import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import { startFakeOpenAi } from "../../clients/fake-openai.ts";
import type { FakeServer } from "../../clients/fake-server.ts";
import { observing, sideBySide } from "./side-by-side.ts";

export type Client = OpenAI6;

export const OPENAI_VERSIONS: readonly (readonly [string, (url: string) => Client])[] = [
  ["6.30.1", (url) => new OpenAI6({ apiKey: "sk-test", baseURL: `${url}/v1`, maxRetries: 0 })],
  [
    "7.59.0",
    (url) =>
      // The parts of version 7 that are used here have the types of version 6.
      new OpenAI7({ apiKey: "sk-test", baseURL: `${url}/v1`, maxRetries: 0 }) as unknown as Client,
  ],
];

export const CHAT = {
  model: "gpt-x",
  messages: [{ role: "user" as const, content: "Say hello" }],
};

/** All of a stream. */
export async function chunksOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/**
 * Each behaviour runs on the bare client and on the wrapped one beside it: a program must not be able to
 * tell them apart, whatever the provider answers.
 */
export function besideBare(connect: (url: string) => Client) {
  return async function both(
    run: (client: Client, server: FakeServer) => Promise<unknown>,
    options: Parameters<typeof wrapOpenAI>[2] = {},
  ) {
    const { ai, predictions } = observing();
    const result = await sideBySide({
      start: startFakeOpenAi,
      connect,
      wrap: (client) => wrapOpenAI(client, ai, options),
      run,
    });
    const statuses = { ai, predictions, result };
    await ai.close({ timeoutMs: 0 });
    return statuses;
  };
}
