import { runCommandLine } from "tiltmeter/cli/program";
import { listen } from "tiltmeter/http/server";
import { expect, test } from "vitest";
import { type AccessBench, inFolder, withAccess } from "../wiring/access-bench.ts";
import { recordedTerminal } from "./command-line.ts";

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** A collector's access on a port, and command lines that speak to it with a key. */
async function atCollector(
  work: (
    run: (line: readonly string[], key?: string) => Promise<Ran>,
    it: AccessBench,
  ) => Promise<void>,
): Promise<void> {
  await inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const server = await listen({ fetch: it.bench.app.fetch, host: "127.0.0.1", port: 0 });
      const root = await it.key("admin");
      try {
        await work(async (line, key = root) => {
          const terminal = recordedTerminal();
          const args = [...line, "--url", server.url, "--key", key];
          const code = await runCommandLine(args, terminal);
          return { code, out: terminal.out, err: terminal.err };
        }, it);
      } finally {
        await server.close();
      }
    }),
  );
}
const words = (text: string): string[] => text.split(" ");

test("a key is made with its text alone on standard output, works, rotates and is revoked", () =>
  atCollector(async (run) => {
    const made = await run([...words("keys create --role viewer --name"), "the wall"]);
    expect([made.code, made.out.length]).toEqual([0, 1]);
    const [key = ""] = made.out;
    expect(key).toMatch(/^tm_ro_[a-z0-9]{8}_/);
    const id = key.split("_")[2] ?? "";
    expect((await run(words("keys list"), key)).err.join()).toContain("use a key whose role");
    const rotated = await run(words(`keys rotate ${id} --live 1`));
    expect([rotated.code, rotated.err.join()]).toEqual([0, expect.stringContaining(`${id} works`)]);
    const again = await run(words(`keys rotate ${id}`));
    expect([again.code, again.err.join()]).toEqual([1, expect.stringContaining("has a successor")]);
    expect((await run(words(`keys revoke ${id}`))).out).toEqual([`key ${id} is revoked`]);
    const listed = await run(words("keys list --format json"));
    const items: { id: string; state: string; name: string }[] = JSON.parse(
      listed.out[0] ?? "",
    ).items;
    expect(items.find((each) => each.id === id)).toMatchObject({
      name: "the wall",
      state: "revoked",
    });
    expect((await run(words("keys list"))).out.join("\n")).toMatch(
      /the wall +viewer +all +revoked/,
    );
    const expiring = words("keys create --role ingest --name e --expires 2099-01-01 --systems a,b");
    const made2 = JSON.parse((await run([...expiring, "--format", "json"])).out[0] ?? "");
    expect(made2).toMatchObject({ expiresAt: "2099-01-01T00:00:00.000Z", systems: ["a", "b"] });
  }));

test("what cannot be is said with what can", () =>
  atCollector(async (run) => {
    const wrong = await run(words("keys create --role root --name x"));
    expect([wrong.code, wrong.err.join()]).toEqual([2, expect.stringContaining("Allowed choices")]);
    expect((await run(words("keys create --role viewer --name x --expires soon"))).code).toBe(2);
    const unnamed = await run(words("keys create --role viewer"));
    expect([unnamed.code, unnamed.err.join()]).toEqual([1, expect.stringContaining("/name")]);
    const nobody = await run(words("keys revoke nobody00"));
    expect([nobody.code, nobody.err.join()]).toEqual([1, expect.stringContaining("no key")]);
    const own = await run(words("keys create --own --role viewer"));
    expect([own.code, own.err.join()]).toEqual([1, expect.stringContaining("needs an account")]);
  }));

test("the first account, an invitation, a change, a sign-out and a disabling go by address or name", () =>
  atCollector(async (run, it) => {
    const none = await run(words("accounts list"));
    expect(none.out.join()).toContain("make the first");
    const first = [...words("accounts first --email ada@example.org --name"), "Ada Berg"];
    const made = await run(first);
    expect([made.code, made.out[0]?.length]).toEqual([0, 32]);
    expect((await run(first)).code).toBe(1);
    const invite = words(
      "accounts invite --email bo@example.org --role operator --systems a --name Bo",
    );
    const link = await run(invite);
    expect(link.out[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\/password\?token=[\w-]{43}$/);
    const change = words("accounts change bo@example.org --role viewer --systems all");
    expect((await run(change)).out.join()).toMatch(/Bo +bo@example.org +viewer +all +invited/);
    expect((await run(words("accounts sign-out Bo"))).out).toEqual(["Bo is signed out everywhere"]);
    expect((await run(words("accounts disable bo"))).code).toBe(0);
    expect((await run(words("accounts link Bo"))).err.join()).toContain("is disabled");
    expect((await run(words("accounts enable Bo"))).code).toBe(0);
    const last = await run([...words("accounts disable"), "Ada Berg"]);
    expect([last.code, last.err.join()]).toEqual([1, expect.stringContaining("last active admin")]);
    const missing = await run(words("accounts disable eve"));
    expect([missing.code, missing.err.join()]).toEqual([1, expect.stringContaining("no account")]);
    expect([...it.ledger.state.administration].map(({ type }) => type)).toEqual([
      ...["key_created", "account_created", "account_password_set", "account_created"],
      ...["account_invited", "account_changed", "sessions_ended", "account_changed"],
      "account_changed",
    ]);
  }));
