import { wallMs } from "../../clock.ts";
import type { MonitorInternals } from "../../internals.ts";
import { activeTrace } from "../../trace-context.ts";
import type { OversightAction } from "../../wire/oversight.ts";
import { type Fields, fieldsAt, fieldsOf, listAt, textAt } from "../../wire/served/fields.ts";

/** Approvals that are asked for and not answered, or were answered: so many are remembered. */
const REMEMBERED_MAX = 10_000;

/** Whose role a decision was made in: the program's own rule, or somebody who was asked. */
const POLICY_ROLE = "tool_policy";
const APPROVER_ROLE = "tool_approver";

interface Asked {
  readonly predictionId: string;
  readonly tool: string;
}

/**
 * Decisions about tools that a model has asked for, as oversight decisions about the prediction that asked.
 *
 * Approved is a confirmation. Denied by a person is an override; denied by the program's own rule a stop, which rates
 * of oversight leave out, for no person has looked.
 */
export class ToolApprovals {
  readonly #monitor: Pick<MonitorInternals, "state">;
  readonly #asked = new Map<string, Asked>();
  readonly #decided = new Set<string>();

  constructor(monitor: Pick<MonitorInternals, "state">) {
    this.#monitor = monitor;
  }

  /** What a step came to: requests and, where `toolApproval` decides by itself, decisions. */
  step(content: readonly unknown[], predictionId: string): void {
    for (const each of content) {
      const part = fieldsOf(each);
      const approvalId = textAt(part, "approvalId");
      const tool = textAt(fieldsAt(part, "toolCall"), "toolName");
      if (textAt(part, "type") === "tool-approval-request" && part["isAutomatic"] !== true) {
        this.#asked.set(approvalId, { predictionId, tool });
        forgetOldest(this.#asked);
      } else if (textAt(part, "type") === "tool-approval-response") {
        this.#decide(part, { predictionId, tool }, POLICY_ROLE);
      }
    }
  }

  /** What a call begins with: its last message has what people have decided since. */
  history(messages: readonly unknown[]): void {
    const all = messages.map(fieldsOf);
    const last = all.at(-1);
    if (last === undefined || textAt(last, "role") !== "tool") return;
    for (const each of listAt(last, "content")) {
      const part = fieldsOf(each);
      if (textAt(part, "type") !== "tool-approval-response") continue;
      const approvalId = textAt(part, "approvalId");
      const asked = this.#asked.get(approvalId) ?? askedIn(all, approvalId);
      this.#asked.delete(approvalId);
      if (asked !== null) this.#decide(part, asked, APPROVER_ROLE);
    }
  }

  /** Once: a conversation brings its decisions again and again. */
  #decide(part: Fields, { predictionId, tool }: Asked, role: string): void {
    const approvalId = textAt(part, "approvalId");
    const isApproved = part["approved"];
    if (typeof isApproved !== "boolean" || predictionId === "" || this.#decided.has(approvalId)) {
      return;
    }
    this.#decided.add(approvalId);
    forgetOldest(this.#decided);
    const denied: OversightAction = role === POLICY_ROLE ? "stop" : "override";
    this.#monitor.state(
      {
        kind: "oversight",
        id: predictionId,
        timeMs: wallMs(),
        action: isApproved ? "confirm" : denied,
        from: tool,
        to: isApproved ? tool : "",
        by: "",
        role,
        // The reason in words is somebody's text, and stays here.
        reason: `tool.${tool}`,
        reviewSeconds: null,
      },
      activeTrace(),
    );
  }
}

/** Of a request that another process made: the tool call's id is then all that names it. */
function askedIn(messages: readonly Fields[], approvalId: string): Asked | null {
  const parts = messages
    .filter((message) => textAt(message, "role") === "assistant")
    .flatMap((message) => listAt(message, "content"))
    .map(fieldsOf);
  const is = (part: Fields, type: string, key: string, value: string): boolean =>
    textAt(part, "type") === type && textAt(part, key) === value;
  const request = parts.find((part) => is(part, "tool-approval-request", "approvalId", approvalId));
  if (request === undefined) return null;
  const callId = textAt(request, "toolCallId");
  const call = parts.find((part) => is(part, "tool-call", "toolCallId", callId));
  return call === undefined ? null : { predictionId: callId, tool: textAt(call, "toolName") };
}

function forgetOldest(of: Map<string, unknown> | Set<string>): void {
  if (of.size <= REMEMBERED_MAX) return;
  const [oldest] = of.keys();
  if (oldest !== undefined) of.delete(oldest);
}
