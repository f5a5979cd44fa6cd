import fc from "fast-check";
import { guard, parameterNames, RefusedStatement } from "tiltmeter/store/engine/guard";
import { expect, test } from "vitest";

const refused = [
  "SELECT 1; DROP TABLE t",
  "SELECT 1;",
  "SELECT 'a''b'; DROP TABLE t",
  "SELECT 'a\\'; DROP TABLE t",
  "SELECT `a;b`, 1 ; SELECT 2",
  "SELECT 1 -- comment\n; DROP TABLE t",
  "SELECT /* ' */ 1; DROP TABLE t --'",
  "SELECT $$ ' $$; DROP TABLE t --'",
  "SELECT ‘a’; DROP TABLE t",
  "SELECT 1\0; DROP TABLE t",
  "SELECT 1 INTO OUTFILE '/tmp/x'",
  "SELECT 1 into/**/outfile '/tmp/x'",
  "INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV",
  "INSERT INTO FUNCTION file('x', 'CSV') SELECT 1",
  "INSERT INTO TABLE FUNCTION url('http://x') SELECT 1",
  "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  "SELECT * FROM `file`('/etc/passwd', 'LineAsString')",
  "SELECT * FROM \"file\" ('/etc/passwd')",
  "SELECT file('/etc/passwd')",
  "SELECT * FROM t JOIN s3('x') USING a",
  "SELECT * FROM t, url('http://169.254.169.254/', 'CSV', 'a String')",
  "SELECT * FROM remoteSecure('host', 'a', 'b')",
  "SELECT * FROM icebergLocal('/x')",
  "SELECT * FROM executable('id', 'TSV', 'a String')",
  "SELECT * FROM somethingNew('x')",
  "CREATE TABLE t (a Int8) ENGINE = File(CSV)",
  "CREATE TABLE t (a Int8) ENGINE = `URL`('http://x', CSV)",
  "SYSTEM SHUTDOWN",
  "SYSTEM WAIT LOADING PARTS t ON CLUSTER c",
  "SYSTEM STOP MERGES t",
  "SET readonly = 0",
  "USE system",
  "ATTACH TABLE t FROM '/etc' (a String) ENGINE = MergeTree ORDER BY a",
  "ATTACH TABLE t UUID '00000000-0000-4000-8000-000000000000' (a String) ENGINE = MergeTree ORDER BY a",
  "ATTACH DATABASE d",
  "DETACH TABLE t",
  "DETACH TABLE t PERMANENTLY",
  "DETACH DATABASE d SYNC",
];

test.each(refused)("the gateway refuses %j", (sql) => {
  expect(() => guard(sql)).toThrow(RefusedStatement);
});

test.each([
  "SELECT ';', 'INTO OUTFILE', \"a;b\", `c;d` FROM t",
  "SELECT 1 -- ; DROP TABLE t",
  "SELECT 1 /* ; */ AS file",
  "SELECT count() FROM numbers(10) WHERE number IN (1, 2)",
  "SELECT a FROM (SELECT 1 AS a) AS x JOIN (SELECT 2 AS a) AS y USING a",
  "SELECT extract(url, 'x'), roundDown(-v, [-1.5, 2e3]) FROM t WHERE s = {s:String} AND {x:Map(String, Float64)}['a'] > 1",
  "CREATE TABLE IF NOT EXISTS t (a Int8) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1",
  "CREATE DATABASE IF NOT EXISTS tiltmeter ENGINE = Atomic",
  "DETACH TABLE t SYNC",
  "ATTACH TABLE t",
  "SYSTEM WAIT LOADING PARTS t",
])("the gateway lets %j pass", (sql) => {
  expect(() => guard(sql)).not.toThrow();
});

test("whatever a literal holds, it hides no second statement and raises no false alarm", () => {
  const literal = (text: string): string => `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  const nasty = fc.string({
    unit: fc.constantFrom("'", "\\", ";", "-", "/", "*", "`", '"', "\n", "$", "a", "é"),
  });
  fc.assert(
    fc.property(nasty, (text) => {
      expect(() => guard(`SELECT ${literal(text)} AS a`)).not.toThrow();
      expect(() => guard(`SELECT ${literal(text)}; SELECT 2`)).toThrow(RefusedStatement);
    }),
  );
});

test("the places of a statement are found, and only those", () => {
  expect(parameterNames("SELECT {a:String}, '{b:String}', map('x', {c:Array(Float64)})")).toEqual([
    "a",
    "c",
  ]);
});
