// One contestant in one process, beside the bare call: `node contestant.mjs NAME MEASURE URL CALLS`. Prints JSON.
// What is timed alternates in short bursts, since a shared machine has fast and slow phases of seconds.
import { setTimeout as pause } from "node:timers/promises";
import { contestants } from "./contestants.mjs";
import { inputs, model } from "./predictions.mjs";

const [name, measure, url, calls] = process.argv.slice(2);
const CALLS = Number(calls);
const BURST = 256;
const WARM_UP = 60 * BURST;
const pick = (i) => inputs[i & (inputs.length - 1)];
const nanos = () => performance.now() * 1e6;
const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => at(sorted(values), 0.5);
const gc = globalThis.gc ?? (() => {});

async function burst(call, calls = BURST) {
  const from = nanos();
  for (let i = 0; i < calls; i += 1) await call(pick(i));
  return (nanos() - from) / calls;
}

/** Each call timed for itself; the two readings of the clock are in both figures. */
async function each(call, into) {
  for (let i = 0; i < BURST; i += 1) {
    const from = nanos();
    await call(pick(i));
    into.push(nanos() - from);
  }
}

async function warmUp({ call, flush }) {
  for (let i = 0; i < WARM_UP; i += BURST) {
    await burst(model);
    await burst(call);
    await flush();
  }
}

/** Nanoseconds a call in a tight loop: the median of bursts, and of single calls the 99th percentile. */
async function tight({ call, flush }) {
  const [bare, with_, singleBare, single] = [[], [], [], []];
  for (let i = 0; i < CALLS; i += BURST) {
    bare.push(await burst(model));
    with_.push(await burst(call));
    await flush();
    await each(model, singleBare);
    await each(call, single);
    await flush();
  }
  return {
    bare: median(bare),
    median: median(with_),
    p99: at(sorted(single), 0.99),
    p99Bare: at(sorted(singleBare), 0.99),
  };
}

/** Nanoseconds a call where 2,048 follow each other and the event loop gets no turn: nothing can be put off. */
async function unpaused({ call, flush }) {
  const [bare, with_] = [[], []];
  for (let i = 0; i < CALLS; i += 2_048) {
    bare.push(await burst(model, 2_048));
    with_.push(await burst(call, 2_048));
    await flush();
  }
  return { bare: median(bare), median: median(with_) };
}

/** Microseconds a call at 500 calls a second, one bare and one recorded in turn: caches are cold, as in a server. */
async function paced({ call, flush }) {
  const [bare, with_] = [[], []];
  let done = 0;
  while (done < CALLS) {
    await pause(2);
    const [first, second] = done % 2 === 0 ? [model, call] : [call, model];
    for (const each of [first, second]) {
      const from = nanos();
      await each(pick(done));
      (each === model ? bare : with_).push((nanos() - from) / 1_000);
    }
    done += 1;
    if (done % 512 === 0) await flush();
  }
  return { bare: median(bare), median: median(with_), p99: at(sorted(with_), 0.99) };
}

/** Microseconds of the whole process's processor a record: the call, encoding, garbage, threads, and what else it takes. */
async function cpu({ call, flush }) {
  const RECORDS = 2_048;
  const spent = [];
  for (let done = 0; done < CALLS; done += RECORDS) {
    const from = process.cpuUsage();
    for (let i = 0; i < RECORDS; i += 1) await call(pick(i));
    await flush();
    const { user, system } = process.cpuUsage(from);
    spent.push((user + system) / RECORDS);
  }
  return { median: median(spent) };
}

/** Milliseconds that the event loop stands still at most while 512 records are brought out. */
async function block({ call, flush }) {
  const longest = [];
  for (let round = 0; round < CALLS / 512; round += 1) {
    // One fewer: at 512 batches start by themselves.
    for (let i = 0; i < 511; i += 1) await call(pick(i));
    let isOver = false;
    let last = nanos();
    let most = 0;
    const tick = () => {
      const now = nanos();
      most = Math.max(most, now - last);
      last = now;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    await call(pick(511));
    await flush();
    isOver = true;
    most = Math.max(most, nanos() - last);
    longest.push(most / 1e6);
    await pause(1);
  }
  return { median: median(longest), min: sorted(longest)[0] };
}

/** Bytes of heap that a call takes until the next collection of garbage. */
async function heap({ call, flush }) {
  const bytesOf = async (each) => {
    gc();
    const from = process.memoryUsage().heapUsed;
    for (let i = 0; i < 500; i += 1) await each(pick(i));
    return (process.memoryUsage().heapUsed - from) / 500;
  };
  const [bare, with_] = [[], []];
  for (let round = 0; round < 9; round += 1) {
    bare.push(await bytesOf(model));
    with_.push(await bytesOf(call));
    await flush();
  }
  return { bare: median(bare), median: median(with_) };
}

const measures = {
  tight: { run: tight, encodes: "nothing" },
  unpaused: { run: unpaused, encodes: "nothing" },
  paced: { run: paced, encodes: "plain" },
  cpu: { run: cpu, encodes: "plain" },
  cpuGzip: { run: cpu, encodes: "gzip" },
  block: { run: block, encodes: "plain" },
  heap: { run: heap, encodes: "nothing" },
};
const { run, encodes } = measures[measure];
const contestant = await contestants[name](encodes, url);
await warmUp(contestant);
console.log(JSON.stringify(await run(contestant)));
process.exit(0);
