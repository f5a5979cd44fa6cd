import { inspect, types } from "node:util";
import type { Callable, Description, Log, Specimen } from "./specimen.ts";

/** Uses a function as its description says, and logs all that a host could notice. */
export async function drive(
  call: Callable,
  { made }: Specimen,
  description: Description,
  log: Log,
): Promise<void> {
  const input = Object.freeze({ id: "a-1", amount: 3 });
  const aborting = new AbortController();
  const self = description.isMethod ? { call } : undefined;
  const args = [input, aborting.signal, "rest"];
  const failed = (error: unknown): void => {
    log(`failed ${Object.is(error, made.failure)} ${show(error)}`);
  };
  // Where a watched answer took one turn of the microtask queue more, these lines would move.
  const ticking = ticks(log);
  let answer: unknown;
  try {
    answer = self === undefined ? call(...args) : Reflect.apply(call, self, args);
  } catch (error) {
    failed(error);
    await ticking;
    return;
  }
  log(`same object ${Object.is(answer, made.answer)} ${show(answer)}`);
  if (description.shape === "abortable" && description.failure !== "none") aborting.abort();
  try {
    await useAnswer(answer, description, log);
  } catch (error) {
    failed(error);
  }
  await ticking;
  log(`afterwards ${show(answer)}`);
}

async function ticks(log: Log): Promise<void> {
  for (let i = 0; i < 12; i += 1) {
    await null;
    log(`tick ${i}`);
  }
}

async function useAnswer(answer: unknown, description: Description, log: Log): Promise<void> {
  if (isIterable(answer, Symbol.iterator) && !Array.isArray(answer)) {
    consume(answer, description, log);
  } else if (isIterable(answer, Symbol.asyncIterator)) {
    await consumeAsync(answer, description, log);
  } else if (isThenable(answer)) {
    await settle(answer, description, log);
  }
}

async function settle(
  answer: PromiseLike<unknown>,
  { use, shape }: Description,
  log: Log,
): Promise<void> {
  const got = (value: unknown): void => log(`got ${show(value)}`);
  if (shape === "subclass") log(`secret ${(answer as unknown as { secret(): number }).secret()}`);
  if (use === "then") await answer.then(got);
  else if (use === "catch") got(await answer.then(undefined, (error) => [error]));
  else if (use === "finally") await answer.then(got).then(undefined, (error) => log(show(error)));
  else if (use === "all") got(await Promise.all([answer, 1]));
  else if (use === "twice") got([await answer, await answer]);
  else if (use === "ignore value") await answer.then(undefined, undefined);
  else got(await answer);
}

function consume(answer: Iterable<unknown>, { consume: way }: Description, log: Log): void {
  if (way === "never") return;
  if (way === "spread") {
    log(`all ${show([...answer])}`);
    return;
  }
  if (way === "return" || way === "concurrent") {
    const iterator = answer[Symbol.iterator]();
    log(`step ${show(iterator.next("x" as never))}`);
    log(`step ${show(iterator.next())}`);
    log(`step ${show(iterator.return?.("early"))}`);
    log(`step ${show(iterator.next())}`);
    return;
  }
  for (const item of answer) {
    log(`item ${show(item)}`);
    if (way === "break") break;
    if (way === "throw") throw new Error("by the consumer");
  }
}

async function consumeAsync(
  answer: AsyncIterable<unknown>,
  { consume: way }: Description,
  log: Log,
): Promise<void> {
  if (way === "never") return;
  if (way === "return" || way === "concurrent") {
    const iterator = answer[Symbol.asyncIterator]();
    const steps = [iterator.next(), iterator.next(), iterator.next()];
    if (way === "return" && iterator.return) steps.push(iterator.return("early"));
    for (const step of await Promise.allSettled(steps)) log(`step ${show(step)}`);
    return;
  }
  for await (const item of answer) {
    log(`item ${show(item)}`);
    if (way === "break") break;
    if (way === "throw") throw new Error("by the consumer");
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" || typeof value === "function") &&
  value !== null &&
  !types.isProxy(value);

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof Reflect.get(value, "then") === "function";
}

function isIterable<K extends typeof Symbol.iterator | typeof Symbol.asyncIterator>(
  value: unknown,
  key: K,
): value is K extends typeof Symbol.iterator ? Iterable<unknown> : AsyncIterable<unknown> {
  return isObject(value) && key in value;
}

/** Looks without running getters or traps; leaves out Node's own marks of async contexts on promises. */
function show(value: unknown): string {
  const looks = { getters: false, showProxy: false, customInspect: false, depth: 3 } as const;
  const marks = /,?\[Symbol\((async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]:[^,}]*/g;
  return inspect(value, looks)
    .replace(/\n\s+at .*/g, "")
    .replace(/\s+/g, "")
    .replace(marks, "");
}
