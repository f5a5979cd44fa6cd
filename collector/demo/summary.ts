import { type Api, callApi, itemsAt } from "./api.ts";
import type { Assistant } from "./assistant.ts";
import type { Tally } from "./tally.ts";

/** One nonconformity as the API lists it, as far as the summary needs it. */
export interface Raised {
  readonly id: string;
  readonly severity: string;
  readonly control: string;
  readonly statement: string;
  readonly raisedAt: string;
}

/** Every nonconformity that the collector has raised, oldest first. */
export async function fetchRaised(api: Api): Promise<readonly Raised[]> {
  return itemsAt(await callApi(api, "GET", "/api/v1/nonconformities?limit=100"))
    .map((item): Raised => {
      const field = new Map<string, unknown>(Object.entries(item ?? {}));
      const text = (name: string): string => String(field.get(name) ?? "");
      return {
        id: text("id"),
        severity: text("severity"),
        control: text("control"),
        statement: text("statement"),
        raisedAt: text("raisedAt"),
      };
    })
    .sort((a, b) => Date.parse(a.raisedAt) - Date.parse(b.raisedAt) || (a.id < b.id ? -1 : 1));
}

/** The end of `demo --once`, in lines. `startMs` is when the replay began. */
export function summarise(of: {
  readonly tally: Tally;
  /** Null where there is none. */
  readonly assistant: ReturnType<Assistant["counts"]> | null;
  readonly raised: readonly Raised[];
  readonly startMs: number;
}): readonly string[] {
  const { tally, assistant, raised, startMs } = of;
  return [
    "",
    `${tally.predictions()} predictions`,
    ...tally.lines().map((line) => `  ${line}`),
    ...(assistant === null
      ? []
      : [`${assistant.answered} questions answered by the assistant, ${assistant.failed} failed`]),
    `${raised.length} nonconformities raised`,
    ...raised.flatMap(({ id, severity, control, statement, raisedAt }) => {
      const seconds = Math.round((Date.parse(raisedAt) - startMs) / 1000);
      return [`  ${id}  ${severity}  ${control}, after ${seconds} s`, `    ${statement}`];
    }),
  ];
}
