import { Readable } from "node:stream";
import { inspect, types } from "node:util";
import { isConstructed } from "./callable-forms.ts";
import { makeValue } from "./hostile-values.ts";
import type { Callable, Description, Log, Specimen } from "./specimen.ts";

/** Uses a function as its description says, and logs all that a host could notice. */
export async function drive(
  call: Callable,
  { made }: Specimen,
  description: Description,
  log: Log,
): Promise<void> {
  look(call, log);
  const aborting = new AbortController();
  const args = [makeValue(description.argument, "argument", log), aborting.signal, "rest"];
  made.args = args;
  const failed = (error: unknown): void => {
    log(`failed ${Object.is(error, made.failure)} ${show(error)}`);
  };
  // Where a watched answer took one turn of the microtask queue more, these lines would move.
  const ticking = ticks(log);
  let answer: unknown;
  try {
    answer = isConstructed(description.form)
      ? constructed(call, args, log)
      : called(call, description.self, args);
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
  look(call, log);
}

function called(call: Callable, self: Description["self"], args: unknown[]): unknown {
  if (self === "none") return call(...args);
  if (self === "object") return { call }.call(...args);
  return Reflect.apply(call, self === "frozen" ? Object.freeze({ call }) : 7, args);
}

/** With `new`, without it, and as what another class is made of. */
function constructed(call: Callable, args: unknown[], log: Log): unknown {
  try {
    log(`without new ${show(call(...args))}`);
  } catch (error) {
    log(`without new ${show(error)}`);
  }
  const Model = call as unknown as new (...args: unknown[]) => object;
  class Own extends Model {}
  const own = new Own(...args);
  log(`of a class of one's own ${own instanceof Own} ${own instanceof Model} ${show(own)}`);
  const made = new Model(...args);
  log(`${made instanceof Model} ${Object.getPrototypeOf(made) === Model.prototype}`);
  if ("weight" in made && typeof made.weight === "function") log(`weight ${made.weight()}`);
  return made;
}

/** All that can be asked of a function without calling it, but its source text and whether it is a Proxy. */
function look(call: Callable, log: Log): void {
  log(
    `${typeof call} ${call.name} ${call.length} ${Object.isFrozen(call)} ${Object.isExtensible(call)}`,
  );
  for (const key of Reflect.ownKeys(call)) {
    const { value, get, ...flags } = Object.getOwnPropertyDescriptor(call, key) ?? {};
    log(`${String(key)} ${typeof value} ${typeof get} ${JSON.stringify(flags)}`);
  }
  for (const key in call) log(`enumerated ${key} ${show(Reflect.get(call, key))}`);
  log(`is a ${Object.prototype.toString.call(call)} ${JSON.stringify(call)}`);
  log(`prototype ${show(Object.getPrototypeOf(call)?.constructor?.name)}`);
}

async function ticks(log: Log): Promise<void> {
  for (let i = 0; i < 12; i += 1) {
    await null;
    log(`tick ${i}`);
  }
}

async function useAnswer(answer: unknown, description: Description, log: Log): Promise<void> {
  if (answer instanceof ReadableStream) {
    await consumeWeb(answer, description, log);
  } else if (answer instanceof Readable) {
    await consumeNode(answer, description, log);
  } else if (isIterable(answer, Symbol.iterator) && !Array.isArray(answer)) {
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
  else if (use === "race") got(await Promise.race([answer, new Promise(() => undefined)]));
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
  { consume: way }: Pick<Description, "consume">,
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

async function consumeWeb(
  answer: ReadableStream<unknown>,
  { consume: way }: Description,
  log: Log,
): Promise<void> {
  log(`locked ${answer.locked}`);
  if (way === "never") return;
  if (way === "return") {
    await answer.cancel("enough");
    return;
  }
  if (way === "concurrent") {
    const [one, two] = answer.tee();
    const both = await Promise.allSettled([gathered(one), gathered(two)]);
    log(`both ${show(both)}`);
    return;
  }
  if (way === "spread") {
    const doubled = answer.pipeThrough(
      new TransformStream<unknown, unknown>({
        transform(item, controller) {
          controller.enqueue([item, item]);
        },
      }),
    );
    log(`piped ${show(await gathered(doubled))}`);
    return;
  }
  await consumeAsync(answer, { consume: way }, log);
}

async function gathered(stream: ReadableStream<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return items;
    items.push(value);
  }
}

async function consumeNode(
  answer: Readable,
  { consume: way }: Description,
  log: Log,
): Promise<void> {
  // Without one a stream that is left alone ends the process.
  answer.on("error", (error) => log(`stream error ${show(error)}`));
  log(
    `flowing ${answer.readableFlowing} ${answer.listenerCount("data")} ${answer.listenerCount("end")}`,
  );
  if (way === "never") return;
  if (way === "return") {
    answer.destroy();
    return;
  }
  if (way === "concurrent" || way === "spread") {
    const ended = new Promise((resolve) => {
      answer.on("end", () => resolve("end"));
      answer.on("error", resolve);
    });
    answer.on("data", (item) => log(`data ${show(item)}`));
    log(`ended ${show(await ended)}`);
    return;
  }
  await consumeAsync(answer, { consume: way }, log);
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
  return inspected(value, looks)
    .replace(/\n\s+at .*/g, "")
    .replace(/\s+/g, "")
    .replace(marks, "");
}

/** Some versions of Node do read an error's name; where that throws, the throwing is what is seen. */
function inspected(value: unknown, looks: Parameters<typeof inspect>[1]): string {
  try {
    return inspect(value, looks);
  } catch (error) {
    return `cannot be shown: ${error}`;
  }
}
