import { durationText, formatInstant, formatValue } from "@tiltmeter/rules";
import type { Backtest, BacktestEpisode } from "../replay/backtest.ts";
import type { Terminal } from "./terminal.ts";

/** One revision that was tried out. */
export interface Column {
  /** `candidate`, `in force`, or the name of a file. */
  readonly name: string;
  readonly backtest: Backtest;
}

/** What a person decides on: the terms, what they would have found and raised, and when. */
export function printBacktest(columns: readonly Column[], terminal: Terminal): void {
  const [first] = columns;
  if (first === undefined) return;
  for (const line of [
    ...heading(first.backtest),
    "",
    ...table(columns),
    "",
    ...columns.flatMap(timeline),
  ]) {
    terminal.print(line);
  }
}

function heading(of: Backtest): readonly string[] {
  const { verdicts, conclusive } = of;
  const days = (of.toMs - of.fromMs) / 86_400_000;
  const all = Object.values(verdicts).reduce((sum, n) => sum + n, 0);
  const share = conclusive === null ? "none" : `${(100 * conclusive).toFixed(1)} %`;
  const clauses = Object.entries(of.clauses)
    .map(([framework, ids]) => `${framework} ${ids.join(" ")}`)
    .join(" | ");
  return [
    `Control   ${of.control}   "${of.title}"`,
    `Clauses   ${clauses || "none"}     Owner ${of.owner}   Severity ${of.severity}`,
    `History   ${formatInstant(of.fromMs)} to ${formatInstant(of.toMs)}: ${round(days)} days, ${counted(of.windows, "window")}, ${counted(of.instances, "instance")}`,
    `Verdicts  ${grouped(all)}: ${grouped(verdicts.pass)} pass, ${grouped(verdicts.breach)} breach, ${grouped(verdicts.inconclusive)} inconclusive, ${grouped(verdicts.no_data)} without data, ${grouped(verdicts.error)} errors (${share} conclusive)`,
    ...(of.missed > 0
      ? [`Note      ${counted(of.missed, "window")} could not be made up for`]
      : []),
    ...of.errors.slice(0, 5).map((error) => `Error     ${error}`),
    ...(of.gaps.length > 0
      ? [
          `Note      nothing was seen in ${counted(of.gaps.length, "stretch", "stretches")}; that is no pass, and states were held`,
        ]
      : []),
  ];
}

const NAME = 38;
const WIDTH = 24;

function table(columns: readonly Column[]): readonly string[] {
  const row = (name: string, cell: (of: Backtest) => string): string =>
    `${name.padEnd(NAME)}${columns.map(({ backtest }) => cut(cell(backtest)).padEnd(WIDTH)).join("")}`.trimEnd();
  const [first] = columns;
  const incidents = first?.backtest.incidents ?? [];
  const years = (of: Backtest): number => (of.toMs - of.fromMs) / YEAR_MS;
  return [
    `${"".padEnd(NAME)}${columns.map(({ name }) => cut(name).padEnd(WIDTH)).join("")}`.trimEnd(),
    row("revision", ({ revision }) => revision.slice(0, 8)),
    row("limit", ({ terms }) => terms.limit),
    row("proof", ({ terms }) => terms.proof),
    row("for", ({ terms }) => terms.for),
    row("episodes", ({ episodeCount }) => grouped(episodeCount)),
    row("  inside a known incident", ({ inside }) => grouped(inside)),
    row("  outside", ({ outside }) => grouped(outside)),
    row("  outside, a year", (of) => (of.outside / years(of)).toFixed(1)),
    row("items that would have been raised", ({ raised }) => grouped(raised)),
    ...incidents.map(({ name }, i) =>
      row(`found ${name}`, (of) => {
        const found = of.incidents[i];
        if (found === undefined || found.afterMs === null) {
          const warned = found?.warnedAfterMs ?? null;
          return warned === null ? "not found" : `not found (warn ${span(warned)})`;
        }
        const warned = found.warnedAfterMs;
        return `after ${span(found.afterMs)}${warned === null ? "" : ` (warn ${span(warned)})`}`;
      }),
    ),
    ...(incidents.length === 0
      ? []
      : [
          row("fragments per found incident", (of) => {
            const found = of.incidents.filter(({ fragments }) => fragments > 0);
            const all = found.reduce((sum, { fragments }) => sum + fragments, 0);
            return found.length === 0 ? "–" : (all / found.length).toFixed(1);
          }),
        ]),
    row("cost", ({ cost, windows }) => {
      const per = windows === 0 ? 0 : cost.storeMs / windows;
      return `${(cost.ms / 1000).toFixed(1)} s, ${per.toFixed(1)} ms a window`;
    }),
  ];
}

const YEAR_MS = 365 * 86_400_000;

/** What each letter of a timeline is drawn as. */
const MARKS: Readonly<Record<string, string>> = {
  f: "█",
  r: "▓",
  p: "▒",
  e: "!",
  b: "×",
  i: "?",
  P: "·",
  n: " ",
};

function timeline({ name, backtest }: Column): readonly string[] {
  const { timeline: letters, timelineMs, fromMs } = backtest;
  const marks = [...letters].map((letter) => MARKS[letter] ?? letter).join("");
  const known = [...letters]
    .map((_, i) => {
      const [start, end] = [fromMs + i * timelineMs, fromMs + (i + 1) * timelineMs];
      return backtest.incidents.some((each) => each.fromMs < end && each.toMs > start) ? "▔" : " ";
    })
    .join("");
  return [
    `Timeline  ${name}   one mark is ${durationText(timelineMs)}: █ firing ▓ recovering ▒ pending ? inconclusive · pass, blank without data`,
    `  |${marks}|`,
    ...(known.trim() === "" ? [] : [`   ${known}  known incidents`]),
    ...backtest.episodes.slice(0, EPISODES_SHOWN).map((episode) => episodeLine(episode, backtest)),
    ...(backtest.episodeCount > EPISODES_SHOWN
      ? [
          `  … and ${grouped(backtest.episodeCount - EPISODES_SHOWN)} more (--format json has up to 500)`,
        ]
      : []),
    ...backtest.gaps
      .slice(0, GAPS_SHOWN)
      .map(
        (gap) =>
          `  ${place(gap.fromMs, backtest)} -> ${place(gap.toMs, backtest)}   no data, state held`,
      ),
    "",
  ];
}

const EPISODES_SHOWN = 20;
const GAPS_SHOWN = 5;

function episodeLine(episode: BacktestEpisode, of: Backtest): string {
  const ended = episode.endedMs === null ? "open at the end" : place(episode.endedMs, of);
  const labels = Object.values(episode.instance).join("/");
  const value = episode.value === null ? "" : `   ${formatValue(of.measure, episode.value)}`;
  const limit = episode.bound === null ? "" : `, limit ${episode.bound}`;
  const n = episode.n === null ? "" : `   n=${grouped(episode.n)}`;
  return `  ${place(episode.firedMs, of)} -> ${ended}   ${episode.incident ?? "outside"}   ${labels}${value}${limit}${n}`;
}

/** `day 31 12h` from the start of the backtest. */
function place(ms: number, { fromMs }: Backtest): string {
  const hours = Math.floor((ms - fromMs) / 3_600_000);
  return `day ${Math.floor(hours / 24)} ${String(((hours % 24) + 24) % 24).padStart(2, "0")}h`;
}

/** Hours are what people compare; days and minutes where hours say too little. */
function span(ms: number): string {
  const hours = ms / 3_600_000;
  return hours < 1 ? `${Math.round(ms / 60_000)} min` : `${round(hours)} h`;
}

function round(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1)));
}

function grouped(n: number): string {
  return n.toLocaleString("en");
}

function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

function cut(text: string): string {
  return text.length >= WIDTH ? `${text.slice(0, WIDTH - 2)}…` : text;
}
