import type { Monitor } from "@tiltmeter/sdk";
import type { OpenAI } from "openai";
import type { Answer } from "./filter.ts";
import { chance } from "./hash.ts";
import type { Letter } from "./split.ts";
import { ASKED_MODEL } from "./supplier.ts";

/** Answers people who ask why a mail was filed where it was. */
export interface Assistant {
  /** Asks about a mail and goes on at once; failures are the assistant's own. */
  readonly ask: (letter: Letter, filed: Answer) => void;
  /** Resolves when every question so far is answered. */
  readonly settled: () => Promise<void>;
  /** Questions that were answered, and those that failed. */
  readonly counts: () => { readonly answered: number; readonly failed: number };
}

/** Owners of mailboxes ask about some of their mails. */
const ASKED_SHARE = 0.25;
const STREAMED_SHARE = 0.4;
/** Some clients forget to ask for the usage of a streamed answer: then it is unknown. */
const USAGE_FORGOTTEN_SHARE = 0.05;
/** Who asked says now and then whether the answer helped. */
const SCORED_SHARE = 0.5;
const HELPS_SHARE = 0.93;

/** Whether anybody asks about a mail: decided by its id alone. */
export function isAskedAbout(id: string): boolean {
  return chance(`asks ${id}`) < ASKED_SHARE;
}

/** `client` is a client of OpenAI's that `monitor` watches: nothing here records a call. */
export function createAssistant(of: {
  readonly client: OpenAI;
  readonly monitor: Pick<Monitor, "review" | "score">;
  readonly now: () => number;
}): Assistant {
  const { client, monitor, now } = of;
  const open = new Set<Promise<void>>();
  const counts = { answered: 0, failed: 0 };

  const converse = async (letter: Letter, filed: Answer): Promise<void> => {
    const asked: Message[] = [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: questionAbout(letter, filed) },
    ];
    const first = await complete(client, letter.id, asked);
    if (first.tool?.name === LOOK_UP) {
      const sender = letter.mail.senderDomain ?? "unknown";
      const last = await complete(client, letter.id, [
        ...asked,
        { role: "assistant", content: null, tool_calls: [callOf(first.tool)] },
        { role: "tool", tool_call_id: first.tool.id, content: sender },
      ]);
      return thank(letter, last);
    }
    if (first.tool !== null) return decide(letter, first);
    thank(letter, first);
  };

  /** Nothing leaves the quarantine unless a person says so. */
  const decide = ({ id, label }: Letter, { id: prediction }: Completion): void =>
    monitor.review(prediction, {
      action: label === "ham" ? "confirm" : "override",
      by: `reviewer-${1 + Math.floor(3 * chance(`approver ${id}`))}`,
      role: "postmaster",
      reason: label === "ham" ? "wanted" : "unwanted",
      reviewSeconds: Math.round(30 + 100 * chance(`approval ${id}`)) / 10,
      time: now(),
    });

  const thank = ({ id }: Letter, { id: prediction, isWhole }: Completion): void => {
    if (chance(`scores ${id}`) >= SCORED_SHARE) return;
    const passed = isWhole && chance(`helps ${id}`) < HELPS_SHARE;
    monitor.score(prediction, { name: "helpful", passed, source: "asker", time: now() });
  };

  return {
    ask(letter, filed) {
      const conversation = converse(letter, filed)
        .then(() => "answered" as const)
        // The supplier failed, or the demonstration ends: who asked is told, and the monitor knows.
        .catch(() => "failed" as const)
        .then((came) => {
          counts[came] += 1;
          open.delete(conversation);
        });
      open.add(conversation);
    },
    settled: async () => void (await Promise.all(open)),
    counts: () => ({ ...counts }),
  };
}

type Message = OpenAI.ChatCompletionMessageParam;

interface Completion {
  /** The supplier's: the prediction is found by it. */
  readonly id: string;
  readonly tool: { readonly id: string; readonly name: string } | null;
  /** Was it neither cut off nor refused? */
  readonly isWhole: boolean;
}

async function complete(
  client: OpenAI,
  letter: string,
  messages: readonly Message[],
): Promise<Completion> {
  const body = { model: ASKED_MODEL, messages: [...messages], tools: TOOLS };
  if (chance(`streams ${letter}`) >= STREAMED_SHARE) {
    const { id, choices } = await client.chat.completions.create(body);
    const [choice] = choices;
    const call = choice?.message.tool_calls?.find(({ type }) => type === "function");
    const tool = call?.type === "function" ? { id: call.id, name: call.function.name } : null;
    return { id, tool, isWhole: choice?.finish_reason === "stop" && !choice.message.refusal };
  }
  const include_usage = chance(`usage ${letter}`) >= USAGE_FORGOTTEN_SHARE;
  const chunks = await client.chat.completions.create({
    ...{ ...body, stream: true },
    stream_options: { include_usage },
  });
  let [id, tool, isWhole]: [string, Completion["tool"], boolean] = ["", null, false];
  for await (const chunk of chunks) {
    id = chunk.id;
    const [choice] = chunk.choices;
    const call = choice?.delta.tool_calls?.[0];
    if (call?.id !== undefined) tool = { id: call.id, name: call.function?.name ?? "" };
    if (choice?.finish_reason === "stop") isWhole = true;
  }
  return { id, tool, isWhole };
}

function callOf({ id, name }: { id: string; name: string }): OpenAI.ChatCompletionMessageToolCall {
  return { id, type: "function", function: { name, arguments: "{}" } };
}

function questionAbout({ mail }: Letter, { label }: Answer): string {
  const filed = label === "spam" ? "kept out of my inbox" : "let into my inbox";
  return `Why was the mail “${mail.subject}” of ${mail.senderDomain ?? "an unknown sender"} ${filed}?`;
}

const INSTRUCTIONS =
  "You explain to owners of mailboxes why the spam filter filed a mail where it did. Say it in plain words, quote no mail, and promise nothing.";

const LOOK_UP = "look_up_sender";
const TOOLS: OpenAI.ChatCompletionTool[] = [
  tool(LOOK_UP, "What is known of the sender of the mail"),
  tool("release_mail", "Puts the mail into the inbox, once a postmaster agrees"),
];

function tool(name: string, description: string): OpenAI.ChatCompletionTool {
  return {
    type: "function",
    function: { name, description, parameters: { type: "object", properties: {} } },
  };
}
