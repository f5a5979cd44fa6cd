import { expect, test } from "vitest";
import { cookieOf, form, inFolder, ROOT, withAccess } from "./access-bench.ts";

const PASSWORD = "four quiet words here";
const ADA = { name: "Ada Berg", email: "ada@example.org", role: "viewer", systems: null };
const BO = { ...ADA, name: "Bo Lind", email: "bo@example.org" };
const QUARTER = 15 * 60_000;

test("ten thousand wrong passwords are ten looks at one, in the same words whether there is an account or not", () =>
  inFolder(async (folder) => {
    const clock = { nowMs: 1_795_428_000_000 };
    await withAccess({ folder, clock }, async ({ access, bench, ledger }) => {
      const invited = await access.of(ROOT).admin?.invite(ADA);
      if (invited?.kind !== "done") throw new Error("not invited");
      const token = invited.path.split("token=")[1] ?? "";
      await access.admission.setPassword({ token, password: PASSWORD });
      const attempt = (email: string, password: string, address: string) =>
        access.admission.byPassword({ email, password, address });
      const tried = async (email: string): Promise<readonly string[]> => {
        const answers: string[] = [];
        for (let i = 0; i < 10_000; i += 1) {
          const answer = await attempt(email, `wrong password ${i}`, `192.0.2.${i % 250}`);
          if (answer.kind !== "refused") throw new Error("let in");
          answers.push(answer.retryAfterS === null ? "wrong" : "wait");
        }
        return answers;
      };
      const known = await tried(ADA.email);
      expect(known.filter((each) => each === "wrong")).toHaveLength(10);
      clock.nowMs += QUARTER;
      expect(await tried("nobody@example.org")).toEqual(known);
      // Locked, the right password is not looked at either; later it is.
      clock.nowMs += QUARTER;
      for (let i = 0; i < 10; i += 1) await attempt(ADA.email, "wrong", `198.51.100.${i}`);
      expect(await attempt(ADA.email, PASSWORD, "203.0.113.1")).toMatchObject({ kind: "refused" });
      const page = await bench.request("/sign-in", form({ email: ADA.email, password: PASSWORD }));
      expect([page.status, page.headers.get("retry-after")]).toEqual([429, "900"]);
      expect(await page.text()).toContain("Too many tries. Wait 15 minutes");
      clock.nowMs += QUARTER;
      expect(await attempt(ADA.email, PASSWORD, "203.0.113.1")).toMatchObject({ kind: "person" });
      expect(ledger.state.administration.at(-1)?.type).not.toBe("sign_ins_refused");
    });
    // What was refused is summed up in one entry, without an address or a name that was tried.
    await withAccess({ folder, clock }, async ({ ledger, access }) => {
      const last = ledger.state.administration.at(-1);
      expect(last).toMatchObject({ type: "sign_ins_refused", compared: 30, by: "tiltmeter" });
      expect(JSON.stringify(last)).not.toMatch(/192\.0\.2|nobody|example/);
      const [line] = access.of(ROOT).admin?.log(1) ?? [];
      expect(line?.what).toMatch(/sign-ins were refused .* locked for a while: Ada Berg/);
    });
  }));

test("tries that come at the same time are counted before any is looked at", () =>
  inFolder((folder) =>
    withAccess({ folder }, async ({ access }) => {
      const answers = await Promise.allSettled(
        Array.from({ length: 200 }, (_, i) =>
          access.admission.byPassword({
            ...{ email: "ada@example.org", password: `wrong ${i}`, address: `192.0.2.${i}` },
          }),
        ),
      );
      const looked = answers.filter(
        (each) =>
          each.status === "fulfilled" &&
          each.value.kind === "refused" &&
          each.value.retryAfterS === null,
      );
      expect(looked.length).toBeLessThanOrEqual(10);
    }),
  ));

test("another's tries from elsewhere do not lock a person's browser out for another account", () =>
  inFolder((folder) =>
    withAccess({ folder }, async ({ access }) => {
      for (const each of [ADA, BO]) {
        const invited = await access.of(ROOT).admin?.invite(each);
        if (invited?.kind !== "done") throw new Error("not invited");
        const token = invited.path.split("token=")[1] ?? "";
        await access.admission.setPassword({ token, password: PASSWORD });
      }
      for (let i = 0; i < 50; i += 1) {
        const address = "203.0.113.9";
        await access.admission.byPassword({ email: ADA.email, password: "wrong", address });
      }
      const bo = { email: BO.email, password: PASSWORD, address: "192.0.2.1" };
      expect(await access.admission.byPassword(bo)).toMatchObject({ kind: "person" });
    }),
  ));

test("wrong password, unknown account and disabled account are one answer", () =>
  inFolder((folder) =>
    withAccess({ folder }, async ({ access, bench }) => {
      const admin = access.of(ROOT).admin;
      for (const each of [ADA, BO]) {
        const invited = await admin?.invite(each);
        if (invited?.kind !== "done") throw new Error("not invited");
        const token = invited.path.split("token=")[1] ?? "";
        await access.admission.setPassword({ token, password: PASSWORD });
        if (each === BO) await admin?.change({ person: invited.person, isActive: false });
      }
      const answers = new Set<string>();
      for (const [email, password] of [
        [ADA.email, "not that one at all"],
        ["nobody@example.org", PASSWORD],
        [BO.email, PASSWORD],
      ] as const) {
        const answer = await bench.request("/sign-in", form({ email, password }));
        expect(cookieOf(answer)).toBe("");
        answers.add(`${answer.status} ${(await answer.text()).replaceAll(email, "WHO")}`);
      }
      expect(answers.size).toBe(1);
    }),
  ));

test("a session is rotated at sign-in: a cookie from before is void", () =>
  inFolder((folder) =>
    withAccess({ folder }, async ({ access, bench, key }) => {
      const invited = await access.of(ROOT).admin?.invite(ADA);
      if (invited?.kind !== "done") throw new Error("not invited");
      const token = invited.path.split("token=")[1] ?? "";
      await access.admission.setPassword({ token, password: PASSWORD });
      const before = cookieOf(await bench.request("/sign-in", form({ key: await key("viewer") })));
      const credentials = { email: ADA.email, password: PASSWORD };
      const after = cookieOf(await bench.request("/sign-in", form(credentials, before)));
      const status = async (cookie: string): Promise<number> =>
        (await bench.request("/api/v1/account", { headers: { cookie } })).status;
      expect([await status(before), await status(after)]).toEqual([401, 200]);
      const out = await bench.request("/sign-out", form({}, after));
      expect(out.status).toBe(303);
      expect(await status(after)).toBe(401);
    }),
  ));
