import { stripVTControlCharacters } from "node:util";
import { parse } from "csv-parse/sync";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { recordedTerminal } from "../../collector/cli/command-line.ts";
import type { HostileWorld } from "./hostile-world.ts";

// What leaves by other ways than pages: tables that a spreadsheet opens, JSON, metrics, and terminals.

const COLOURS = ["0", "2", "31", "33"].map((code) => `\u001b[${code}m`);
/** Over a world that is there when the tests run. */
export function exportTests(world: () => HostileWorld): void {
  async function get(path: string): Promise<Response> {
    const { url, admin } = world().collector;
    return fetch(`${url}${path}`, { headers: { authorization: `Bearer ${admin}` } });
  }

  test("no cell of a table is a formula, and every row has the columns of its head", async () => {
    let cells = 0;
    // The other was raised by a person, and has no decisions of its own.
    for (const id of world().records.slice(0, 1)) {
      const answer = await get(`/api/v1/nonconformities/${id}/decisions.csv`);
      expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
      expect(answer.headers.get("content-disposition") ?? "").not.toMatch(/[\r\n<>]/);
      const rows: readonly (readonly string[])[] = parse(await answer.text(), { bom: true });
      for (const row of rows) {
        expect(row).toHaveLength(rows[0]?.length ?? 0);
        for (const cell of row) {
          if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          cells += 1;
        }
      }
    }
    expect(cells).toBeGreaterThan(500);
  });

  test("JSON says what was said, sign by sign, under a type that no browser runs", async () => {
    const answer = await get(`/api/v1/systems/${encodeURIComponent(world().system)}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await answer.json()).toMatchObject({ id: world().system });
    const missing = await get(
      `/api/v1/systems/${encodeURIComponent("<script>window.__xss=1</script>\r\nX: y")}`,
    );
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(missing.headers.get("x")).toBeNull();
  });

  test("metrics keep a line a line", async () => {
    const ask = async (): Promise<string> => (await get("/metrics")).text();
    let text = await ask();
    for (let i = 0; i < 100 && !text.includes("tiltmeter_system_predictions{"); i += 1)
      text = await ask();
    for (const line of text.trimEnd().split("\n")) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\]|\\[\\"n])*",?)+\})? (-?[0-9.e+-]+|NaN|[+-]Inf))$/,
      );
    }
  });

  test("a terminal gets words, and no sign that it obeys", async () => {
    const { url, admin } = world().collector;
    const flags = ["--url", url, "--key", admin];
    for (const command of [
      ["systems", "list"],
      ["controls", "list"],
      ["keys", "list"],
      ["accounts", "list"],
      ["quarantine", "list", "--from", "2026-11-22", "--to", "2026-11-25"],
      ["doctor"],
      ["systems", "list", "--format", "json"],
      ["doctor", "--format", "json"],
    ]) {
      const terminal = recordedTerminal();
      await runCommandLine([...command, ...flags], terminal);
      const lines = [...terminal.out, ...terminal.err];
      expect(lines.length, command.join(" ")).toBeGreaterThan(0);
      for (const line of lines) {
        // The program's own colours, and nothing else.
        const said = COLOURS.reduce((text, colour) => text.replaceAll(colour, ""), line);
        expect(said, command.join(" ")).toBe(stripVTControlCharacters(said));
        expect(said, command.join(" ")).not.toMatch(
          /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
        );
      }
    }
  });
}
