import type { ActAnswer } from "@tiltmeter/dashboards";
import { Refusal } from "../refusal.ts";
import { stepJson } from "./shapes.ts";

/** Passes what was done; throws what was not: 403, 409, 412 or 422. */
export function accept(answer: ActAnswer, id: string): void {
  switch (answer.kind) {
    case "done":
      return;
    case "outdated": {
      const since = answer.since ?? [];
      const [last] = since.slice(-1);
      const who = last === undefined ? "" : `, last by ${last.by}`;
      const detail = `${id} has changed since that version${who}; read it again and decide anew`;
      throw new Refusal({ status: 412, detail, more: { since: since.map(stepJson) } });
    }
    case "forbidden":
      throw new Refusal({ status: 403, detail: answer.reason });
    case "refused":
      throw refusal(answer);
  }
}

/** 422 with what is wrong with each answer, or 409 where the whole act was refused. */
export function refusal({ reason, fields }: Extract<ActAnswer, { kind: "refused" }>): Refusal {
  const ofFields = Object.keys(fields).length > 0;
  return new Refusal({
    status: ofFields ? 422 : 409,
    detail: reason,
    ...(ofFields ? { more: { fields } } : {}),
  });
}
