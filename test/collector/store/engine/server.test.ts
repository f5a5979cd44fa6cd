import { randomUUID } from "node:crypto";
import { type Engine, EngineUnavailable, openEngine } from "tiltmeter/store/engine/open";
import { reach, reachAsReader } from "tiltmeter/store/engine/reach";
import { createRead } from "tiltmeter/store/engine/read";
import type { ServerOptions } from "tiltmeter/store/engine/server";
import { openStore } from "tiltmeter/store/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Certificates,
  createCertificates,
  openssl,
} from "../../notify/channels/certificates.ts";
import { type HttpFront, startHttpFront } from "../http-front.ts";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// How a server is reached: over which socket, with what in between, and what is said where it is not.

const user = { username: "default", password: "" };
let front: HttpFront;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  front = await startHttpFront(folder);
  await (await openStore({ url: front.url, ...user })).close();
});
afterAll(() => front.close());

async function using<Result>(
  options: ServerOptions,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(options);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** What is said where the server cannot be used. */
function refusal(options: ServerOptions): Promise<string> {
  return using(options, async (engine) => {
    const error = await reach(engine).then(
      () =>
        reachAsReader(engine).then(
          () => null,
          (why: unknown) => why,
        ),
      (why: unknown) => why,
    );
    expect(error).toBeInstanceOf(EngineUnavailable);
    return String(error);
  });
}

test("questions outlive sockets that the server closes between them", async () => {
  await using({ url: front.url, ...user, connectionsMax: 2 }, async (engine) => {
    const read = createRead(engine);
    front.setFault((sql) => (sql.startsWith("SELECT") ? { when: "after", how: "close" } : null));
    for (let i = 0; i < 40; i += 1) expect(await read("closing", `SELECT ${i}`)).toEqual([[i]]);
    front.setFault(() => null);
  });
});

test("a question is asked again where the connection broke, and not where its answer is no", async () => {
  await using({ url: front.url, ...user }, async (engine) => {
    const read = createRead(engine);
    let asked = 0;
    front.setFault(() => {
      asked += 1;
      return asked < 3 ? { when: "after", how: asked === 1 ? "reset" : "truncated" } : null;
    });
    expect(await read("again", "SELECT 7")).toEqual([[7]]);
    expect(asked).toBe(3);
    await expect(read("no", "SELECT nothing_of_the_kind")).rejects.toThrow("could not answer no");
    expect(asked).toBe(4);
    front.setFault(() => ({ when: "before", how: "reset" }));
    await expect(read("gone", "SELECT 7")).rejects.toThrow("could not answer gone");
    front.setFault(() => null);
  });
});

test("what travels compressed means the same", async () => {
  const compress = { requests: true, answers: true };
  const store = await openStore({ url: front.url, ...user, compress });
  const system = randomUUID();
  const records = Array.from({ length: 300 }, (_, i) =>
    telemetry(prediction(`p${i}`, { categoricalFeatures: { note: "ä".repeat(200) } }), { system }),
  );
  const journal = randomUUID();
  expect(await store.apply(batches(1, records), { journal, uncertain: false })).toMatchObject({
    predictions: 300,
  });
  expect((await store.prediction(system, "p7"))?.id).toBe("p7");
  await store.close();
});

test("an address that nobody listens on, a name that is none and a wrong password are told apart", async () => {
  const gone = await startHttpFrontElsewhere();
  expect(await refusal({ url: gone, ...user })).toContain("nobody listens on that port");
  expect(await refusal({ url: "http://no-such-host.invalid:8123", ...user })).toMatch(
    /no such host|name could not be looked up/,
  );
  front.setFault(() => ({ when: "before", how: "401" }));
  expect(await refusal({ url: front.url, ...user })).toContain("TILTMETER_STORE_PASSWORD");
  front.setFault(() => null);
});

/** The address of a server that is away. */
async function startHttpFrontElsewhere(): Promise<string> {
  const away = await startHttpFront(folder);
  await away.setAway(true);
  await away.close();
  return away.url;
}

describe.skipIf(openssl.absent)(`over TLS${openssl.note}`, () => {
  let good: Certificates;
  let stranger: Certificates;
  beforeAll(() => {
    good = createCertificates();
    stranger = createCertificates();
  });

  async function served<Result>(
    { key, cert }: Certificates,
    work: (url: string) => Promise<Result>,
  ): Promise<Result> {
    const secured = await startHttpFront(folder, { tls: { key, cert } });
    try {
      return await work(secured.url);
    } finally {
      await secured.close();
    }
  }
  const asked = (options: ServerOptions): Promise<unknown> =>
    using(options, async (engine) => {
      await reach(engine);
      return createRead(engine)("tls", "SELECT 1");
    });

  test("a server is trusted for its authority and its name, and for nothing less", async () => {
    await served(good, async (url) => {
      expect(await asked({ url, ...user, tls: { ca: good.ca } })).toEqual([[1]]);
      expect(await refusal({ url, ...user })).toContain("store.tls.ca_file");
      expect(await refusal({ url, ...user, tls: { ca: stranger.ca } })).toContain("vouches");
      const tls = { ca: good.ca, serverName: "clickhouse.example.org" };
      expect(await refusal({ url, ...user, tls })).toContain("store.tls.server_name");
      expect(await refusal({ url: url.replace("https:", "http:"), ...user })).toMatch(
        /use https:|closed the connection/,
      );
    });
    expect(await refusal({ url: front.url.replace("http:", "https:"), ...user })).toContain(
      "does not speak TLS",
    );
  });

  test("a name of its own is taken where it is said, and a certificate that has expired is not", async () => {
    const named = createCertificates({ names: "DNS:clickhouse.example.org" });
    await served(named, async (url) => {
      expect(await refusal({ url, ...user, tls: { ca: named.ca } })).toContain("another name");
      const tls = { ca: named.ca, serverName: "clickhouse.example.org" };
      expect(await asked({ url, ...user, tls })).toEqual([[1]]);
    });
    const old = createCertificates({ days: -1 });
    await served(old, async (url) => {
      expect(await refusal({ url, ...user, tls: { ca: old.ca } })).toContain("has expired");
    });
  });
});
