import { expect, test } from "vitest";
import { serverWords } from "../../sdk/server-words.ts";

test("what a server says is told without what it quotes, on one line of printable characters", () => {
  expect(serverWords('label must be short, got "Jane \\"J\\" Doe" and\n\u001b[31mmore')).toBe(
    'label must be short, got "…" and [31mmore',
  );
  expect(serverWords('unfinished "quote')).toBe('unfinished "…"');
  expect(serverWords("from jane@example.org")).toBe("from [email]");
  expect(serverWords("x".repeat(10_000))).toHaveLength(200);
});
