import { createMonitor, type Monitor, type Prediction } from "@tiltmeter/sdk";
import { expect } from "vitest";
import type { FakeServer } from "../../clients/fake-server.ts";
import { FAST } from "../receiver.ts";

/** A monitor whose predictions are at hand; nothing of it needs a collector. */
export function observing(options: Parameters<typeof createMonitor>[0] = {}): {
  readonly ai: Monitor;
  readonly predictions: Prediction[];
} {
  const ai = createMonitor({
    system: "assistant",
    url: "http://127.0.0.1:9",
    limits: FAST,
    log: () => undefined,
    findClients: false,
    ...options,
  });
  const predictions: Prediction[] = [];
  ai.onPrediction((prediction) => predictions.push(prediction));
  return { ai, predictions };
}

/** What a program saw of a client: what it got, or the error it caught. */
async function seen(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { got: await run() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      threw: error.constructor.name,
      name: error.name,
      message: error.message.replace(/127\.0\.0\.1:\d+/g, "SERVER"),
      status: Reflect.get(error, "status"),
      cause: error.cause instanceof Error ? error.cause.name : error.cause,
    };
  }
}

/**
 * Runs the same program on a bare and on a wrapped client, each with a server of its own, and expects that nobody
 * could tell them apart: what it got, what it threw, and what the server was asked.
 */
export async function sideBySide<C>(of: {
  readonly start: () => Promise<FakeServer>;
  readonly connect: (url: string) => C;
  readonly wrap: (client: C) => C;
  readonly run: (client: C, server: FakeServer) => Promise<unknown>;
}): Promise<unknown> {
  const results: unknown[] = [];
  const asked: unknown[] = [];
  for (const wrap of [(client: C) => client, of.wrap]) {
    const server = await of.start();
    try {
      results.push(await seen(() => of.run(wrap(of.connect(server.url)), server)));
      asked.push(
        server.requests.map(({ method, path, headers, body }) => {
          const { host, ...rest } = headers;
          return { method, path, headers: rest, body, hasHost: host !== undefined };
        }),
      );
    } finally {
      await server.close();
    }
  }
  expect(results[1]).toEqual(results[0]);
  expect(asked[1]).toEqual(asked[0]);
  return results[1];
}
