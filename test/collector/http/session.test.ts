import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { createSessions, type SessionOwner, type Sessions } from "tiltmeter/http/session";
import { expect, test } from "vitest";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Bench {
  readonly clock: { nowMs: number };
  readonly disk: { text: string | null };
  readonly open: () => Sessions;
}

function bench(): Bench {
  const clock = { nowMs: 1e12 };
  const disk: { text: string | null } = { text: null };
  const open = (): Sessions =>
    createSessions({
      ...{ now: () => clock.nowMs, random: randomBytes, stored: disk.text },
      save: async (text) => {
        disk.text = text;
      },
    });
  return { clock, disk, open };
}
const ADA = { kind: "account", person: "p_ada", generation: 0 } as const;
const start = (sessions: Sessions, owner: SessionOwner = ADA): string =>
  sessions.start({ owner, way: "password", browser: "Firefox on Linux" });

test("a session ends half an hour after it was last seen, and twelve hours after it began", () => {
  const { clock, open } = bench();
  const sessions = open();
  const left = start(sessions);
  clock.nowMs += 30 * MINUTE - 1;
  const used = start(sessions);
  expect(sessions.read(left, "unseen")?.browser).toBe("Firefox on Linux");
  clock.nowMs += 1;
  expect(sessions.read(left)).toBeNull();
  for (let minutes = 0; minutes < 11 * 60 + 59; minutes += 20) {
    expect(sessions.read(used)).not.toBeNull();
    clock.nowMs += 20 * MINUTE;
  }
  expect(sessions.read(used)).toBeNull();
  expect(sessions.all()).toEqual([]);
});

test("what renews itself does not keep a session alive", () => {
  const { clock, open } = bench();
  const sessions = open();
  const cookie = start(sessions);
  clock.nowMs += 29 * MINUTE;
  expect(sessions.read(cookie, "unseen")).not.toBeNull();
  clock.nowMs += MINUTE;
  expect(sessions.read(cookie, "unseen")).toBeNull();
});

test("a restart keeps sessions, an end outlives it, and a lost or damaged file signs everybody out", async () => {
  const { clock, disk, open } = bench();
  const first = open();
  const [kept, ended] = [start(first), start(first)];
  clock.nowMs += MINUTE;
  first.read(kept);
  const id = first.read(ended)?.id;
  expect(await first.end((session) => session.id === id)).toBe(1);
  const second = open();
  expect(second.read(kept, "unseen")).toMatchObject({ owner: ADA, lastSeenMs: clock.nowMs });
  expect(second.read(ended)).toBeNull();
  for (const text of [null, "", "{", "[[1,2]]", '[["x",null]]', disk.text?.slice(0, -3) ?? ""]) {
    disk.text = text;
    expect(open().read(kept)).toBeNull();
  }
});

test("the file signs nobody in: it has digests, and no cookie", async () => {
  const { disk, open } = bench();
  const sessions = open();
  const cookie = start(sessions);
  await sessions.flush();
  expect(disk.text).not.toContain(cookie);
  for (const found of disk.text?.match(/[\w-]{16,}/g) ?? []) {
    expect(sessions.read(found.slice(0, 43))).toBeNull();
  }
});

test("a disk that refuses does not keep a session alive, and the next write has its end", async () => {
  const { clock, disk } = bench();
  let isFull = false;
  const sessions = createSessions({
    ...{ now: () => clock.nowMs, random: randomBytes, stored: null },
    save: async (text) => {
      if (isFull) throw new Error("no space left");
      disk.text = text;
    },
  });
  const cookie = start(sessions);
  await sessions.flush();
  isFull = true;
  await expect(sessions.end(() => true)).rejects.toThrow("no space left");
  expect(sessions.read(cookie)).toBeNull();
  isFull = false;
  await sessions.flush();
  expect(disk.text).toBe("[]");
});

test("a rotated session goes on under its new cookie, and the old one is void", () => {
  const sessions = bench().open();
  const old = start(sessions);
  const id = sessions.read(old)?.id;
  const rotated = sessions.rotate(old, { ...ADA, generation: 1 }) ?? "";
  expect(sessions.read(old)).toBeNull();
  expect(sessions.read(rotated)).toMatchObject({ id, owner: { generation: 1 } });
  expect(sessions.rotate(old, ADA)).toBeNull();
});

test("a cookie that was altered anywhere is none", () => {
  const sessions = bench().open();
  const cookie = start(sessions);
  fc.assert(
    fc.property(fc.nat(42), fc.constantFrom(..."aZ09-_"), (at, letter) => {
      fc.pre(cookie[at] !== letter);
      expect(sessions.read(cookie.slice(0, at) + letter + cookie.slice(at + 1))).toBeNull();
    }),
  );
  for (const text of ["", ".", "a".repeat(43), "a".repeat(10_000)]) {
    expect(sessions.read(text)).toBeNull();
  }
});

test("one person's many sessions push out that person's own, the least seen first", () => {
  const { clock, open } = bench();
  const sessions = open();
  const other = start(sessions, { kind: "key", keyId: "abcd1234" });
  const mine = Array.from({ length: 32 }, () => {
    clock.nowMs += 1;
    return start(sessions);
  });
  clock.nowMs += 1;
  sessions.read(mine[0] ?? "");
  start(sessions);
  expect(sessions.read(other)).not.toBeNull();
  expect(mine.filter((cookie) => sessions.read(cookie) === null)).toEqual([mine[1]]);
});

test("a sign-in token works once, within a quarter of an hour, and only the last sixteen do", () => {
  const { clock, open } = bench();
  const sessions = open();
  const token = sessions.createToken("abcd1234");
  expect(sessions.redeem(`${token}x`)).toBeNull();
  expect(sessions.redeem(token)).toBe("abcd1234");
  expect(sessions.redeem(token)).toBeNull();
  const late = sessions.createToken("abcd1234");
  clock.nowMs += HOUR / 4;
  expect(sessions.redeem(late)).toBeNull();
  const many = Array.from({ length: 17 }, () => sessions.createToken("abcd1234"));
  expect(many.map((each) => sessions.redeem(each) !== null)).toEqual([
    false,
    ...Array.from({ length: 16 }, () => true),
  ]);
});
