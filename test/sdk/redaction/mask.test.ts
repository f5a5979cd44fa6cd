import fc from "fast-check";
import { expect, test } from "vitest";
import { maskCode, maskText, readPatterns } from "../../../sdk/redaction/mask.ts";
import { PATTERNS } from "../../../sdk/redaction/patterns.ts";

// People write into prompts, reasons and complaints what must not leave. Each line below is one way to do so.

const JWT =
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

test.each<[string, string]>([
  ["write to jane.doe+x@mail.example.org today", "write to [email] today"],
  ["<jürgen@müller.example>", "<[email]>"],
  ["jane (at) example (dot) org", "[email]"],
  ["mailto:jane%40example.org", "mailto:[email]"],
  ['"jane doe"@example.org', "[email]"],
  ["call +49 (0)30 901820 now", "call [phone] now"],
  ["or 0049 30 901820-11", "or [phone]"],
  ["tel. (415) 555-2671.", "tel. [phone]."],
  ["4155552672", "[phone]"],
  ["030/901 820 12", "[phone]"],
  ["to DE89 3704 0044 0532 0130 00 was sent", "to [iban] was sent"],
  ["GB29NWBK60161331926819", "[iban]"],
  ["card 4111 1111 1111 1111 12/27", "card [card] 12/27"],
  ["5500-0000-0000-0004", "[card]"],
  ["from 192.168.10.20:8080", "from [ip]:8080"],
  ["fe80::1ff:fe23:4567:890a%eth2 and 2001:db8::1", "[ip] and [ip]"],
  ["::ffff:10.0.0.1", "[ip]"],
  ["00:1B:44:11:3A:B7", "[mac]"],
  ["steuer-id 86095742719", "steuer-id [national-id]"],
  ["bsn 111222333", "bsn [national-id]"],
  ["dni 12345678Z", "dni [national-id]"],
  ["nie X1234567L", "nie [national-id]"],
  ["cf RSSMRA85T10A562S", "cf [national-id]"],
  ["hetu 131052-308T", "hetu [national-id]"],
  ["nir 2 55 08 14 168 025 38", "nir [national-id]"],
  ["pesel 44051401359", "pesel [national-id]"],
  ["cpf 529.982.247-25", "cpf [national-id]"],
  ["aadhaar 2341 2341 2346", "aadhaar [national-id]"],
  ["ahv 756.9217.0769.85", "ahv [national-id]"],
  ["nhs 943 476 5919", "nhs [national-id]"],
  ["ssn 078-05-1120", "ssn [national-id]"],
  ["nino AB 12 34 56 C", "nino [national-id]"],
  ["id 11010519491231002X", "id [national-id]"],
  [`bearer of ${JWT}`, "bearer of [token]"],
  ["Authorization: Bearer abcDEF123456", "Authorization: [token]"],
  ["key sk-proj-abcdefghij0123456789", "key [key]"],
  ["AKIAIOSFODNN7EXAMPLE", "[key]"],
  ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[key]"],
  ['{"api_key": "hunter2hunter2"}', '{"api_key": "[secret]"}'],
  ["?token=abcdef&x=1", "?token=[secret]&x=1"],
  ["my password is hunter2!", "my password is [secret]"],
  ["postgres://admin:s3cr3t@db.internal/x", "postgres://[credentials]@db.internal/x"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY----- after", "[key] after"],
])("%s leaves as %s", (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  "on 2026-11-27 at 10:15:30 and 03.11.2026",
  "openai@7.59.0 answered in 1.25 s",
  "model v2.13.1, 4096 tokens, 0.123456789 of them",
  "income verified by letter of 12 October",
  "std::vector and a[1:2:3]",
  "basic understanding, bearer instruments",
  "the password is required",
  "order 12345, room 1234567",
  "asked claude-sonnet-4-20250514 and gpt-4o-2024-08-06",
  "",
])("%s says nothing of anybody and stays", (text) => {
  expect(maskText(text)).toBe(text);
});

test("whatever stands around it, an address does not leave", () => {
  const address = fc.constantFrom(
    "jane.doe@example.org",
    "DE89370400440532013000",
    "4111111111111111",
    "+4915123456789",
    JWT,
  );
  const around = fc.string({ unit: "grapheme", maxLength: 30 });
  fc.assert(
    fc.property(address, around, around, (pii, before, after) => {
      expect(maskText(`${before} ${pii} ${after}`)).not.toContain(pii);
    }),
    { numRuns: 2_000 },
  );
});

test("masking twice is masking once", () => {
  const parts = fc.constantFrom(
    "a@b.cd ",
    "4111 1111 1111 1111 ",
    "+49 30 901820 ",
    "password=x12345 ",
    "https://a:b@c/ ",
    "word ",
    "12 ",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (texts) => {
      const masked = maskText(texts.join(""));
      expect(maskText(masked)).toBe(masked);
    }),
    { numRuns: 1_000 },
  );
});

test("words alone are passed by, and nothing that a pattern would have replaced", () => {
  const words = fc.constantFrom(
    ...[
      "approve ",
      "Jane, ",
      "bearer ",
      "password is ",
      "AKIAABCDEFGHIJKLMNOP",
      "eyJabcdefg.",
      "basic aB",
    ],
    ...[
      "SG.abcdefghijklmnop.abcdefghijklmnop",
      "AIzaabcdefghijklmnopqrstuvwxyzabcdefgh",
      "tokenX ",
      "is hunter",
    ],
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 }),
      (parts) => {
        const text = parts.join("");
        const slowly = PATTERNS.reduce((masked, pattern) => pattern.replace(masked), text);
        expect(maskText(text)).toBe(slowly);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("of a text that is too long the end is left out: what was cut there cannot be known any more", () => {
  const cut = `${"x ".repeat(16_378)}jane.doe@example.org`.slice(0, 32_766);
  const masked = maskText(cut);
  expect(masked).not.toContain("jane");
  expect(masked.length).toBeLessThanOrEqual(32_766 - 512);
  expect(maskText(`${"word ".repeat(100_000)}a@b.cd`).length).toBeLessThanOrEqual(32_768);
});

test("hostile texts take time in proportion to their length", () => {
  const texts = [
    "a",
    "1",
    "1 ",
    "@",
    "eyJa.",
    "a.",
    ":",
    "a:",
    "-",
    "0 ",
    "://",
    "password ",
    "%40",
    "(",
    "AB12",
    "+1 ",
  ];
  for (const text of texts) {
    const began = performance.now();
    maskText(text.repeat(65_536 / text.length));
    // A quadratic one takes minutes here.
    expect(performance.now() - began, text).toBeLessThan(10_000);
  }
});

test("patterns of one's own are replaced by their names, and what is none is refused", () => {
  const own = readPatterns([{ name: "customer", pattern: /C-\d+/ }]);
  expect(maskText("C-1 and C-22", own)).toBe("[customer] and [customer]");
  for (const wrong of [
    {},
    "x",
    [{ name: "a b", pattern: /x/ }],
    [{ name: "a", pattern: "x" }],
    [null],
  ]) {
    expect(() => readPatterns(wrong)).toThrow(TypeError);
  }
});

test.each([
  "claude-sonnet-4-20250514",
  "gpt-4o-2024-08-06",
  "anthropic.claude-3-5-sonnet-20241022-v2:0",
  "ft:gpt-4o-mini-2024-07-18:acme::9yRmR1nO",
  "meta-llama/Llama-3.3-70B-Instruct",
  "text-embedding-3-small",
  "v111222333",
])("%s is a name and stays one", (name) => {
  expect(maskCode(name)).toBe(name);
});

test.each([
  ["jane@example.org", "[email]"],
  ["ask 111222333", "ask [national-id]"],
  ["card-4111111111111111", "card-[card]"],
  ["+4930901820", "[phone]"],
  ["sk-proj-abcdefghij0123456789", "[key]"],
])("%s is more than a name and leaves as %s", (name, masked) => {
  expect(maskCode(name)).toBe(masked);
});
