/** What somebody types where a name, a number or a date belongs, hoping that it is taken for something else. */
export const HOSTILE: readonly string[] = [
  // SQL, and what this engine reads besides.
  ...["'", '"', "`", "\\", "'--", "' OR '1'='1", "1 OR 1=1", "') OR ('1'='1", "1; DROP TABLE x"],
  "' UNION ALL SELECT name FROM system.tables --",
  "'; INSERT INTO FUNCTION file('/tmp/tiltmeter-injected', 'CSV', 'a String') VALUES ('x'); --",
  "' INTO OUTFILE '/tmp/tiltmeter-injected' FORMAT CSV --",
  "') SETTINGS readonly = 0 --",
  "{x:String}",
  "{within:Array(String)}",
  "url('http://127.0.0.1:1/')",
  "x'||sleep(3)||'",
  // Paths.
  ...["../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd"],
  ...[
    "....//....//etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..;/",
    ".",
    "..",
    "~root",
    "a/b/c",
    "con",
  ],
  // Lines, ends and encodings.
  ...[
    "\0",
    "a\0b",
    "\r\nSet-Cookie: injected=1",
    "\n",
    "\u2028",
    "\u202egnp.exe",
    "%",
    "%zz",
    "%ff",
  ],
  ...["\ufeff", "\ud800", "İ", "ß", "𝕏".repeat(20), "\u0301".repeat(40)],
  // Names of objects.
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"],
  "__proto__.polluted",
  "constructor.prototype.polluted",
  // Templates, formulas, shells, markup.
  ...[
    "$" + "{7*7}",
    "{{7*7}}",
    "<%= 7*7 %>",
    "#{7*7}",
    "=1+1",
    "@SUM(1)",
    "$(id)",
    "`id`",
    "; id",
    "| id",
  ],
  ...["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"],
  // Numbers and dates.
  ...["-1", "0", "1e309", "NaN", "Infinity", "0x10", "9".repeat(40), "1.5", "١٢", "2026-02-30"],
  ...["2026-13-01", "9999999-01-01", "-271821-04-20", "now", "1970-01-01T00:00:00+99:99"],
  // Shapes and sizes.
  ...["", " ", "null", "undefined", "true", "[]", "{}", '{"$gt":""}', "a".repeat(4_000)],
  "(a+)+$".repeat(20),
  "[".repeat(500),
];

/** Bodies that would give every object a member, were their names copied without care. */
export const POLLUTING: readonly string[] = [
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"fields":{"__proto__":{"polluted":1}},"cites":{"__proto__":["polluted"]},"reason":"r","to":"closed"}',
  '{"fields":{"constructor":"x","toString":"y","__proto__":"z"},"reason":"r","to":"assessing"}',
  '[{"__proto__":{"polluted":1}},{"constructor":{"prototype":{"polluted":1}}}]',
  '{"features":{"__proto__":1,"constructor":2},"system":"credit","id":"1","label":"yes"}',
  '{"likelihood":{"__proto__":1},"severity":{"constructor":2},"system":"credit"}',
  '{"columns":{"__proto__":[1,2,3]},"system":"credit","name":"n"}',
  `${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`,
  '{"a":1,"a":2}',
  "1e999",
  '"',
];

/** What of an answer tells of our inside; empty: nothing. */
export function leaks(answer: {
  readonly status: number;
  readonly text: string;
}): readonly string[] {
  const found = INSIDE.filter((each) => each.test(answer.text)).map(String);
  return answer.status >= 500 ? [...found, `answered ${answer.status}`] : found;
}

const INSIDE: readonly RegExp[] = [
  /\n\s+at .+:\d+:\d+/, // a stack
  /node_modules|\/collector\/|\.ts:\d+/,
  /DB::Exception|Code: \d+\.|ClickHouse exception/i,
  /\bSELECT\b[^<]{0,200}\bFROM evaluations_v1|predictions_v1/,
  /root:x:0:0/,
  /ENOENT|EACCES|ENOTDIR|EISDIR/,
];
