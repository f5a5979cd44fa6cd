import { isProxy } from "node:util/types";
import { dataProperty } from "../data-property.ts";
import type { Observer } from "../observer.ts";
import { guarded, isPlainPromise, observePromise } from "../promise.ts";
import { shadow } from "../shadow.ts";
import { observeIterator } from "../stream.ts";
import type { ModelCall } from "./model-call.ts";

/**
 * Sees how a call of a client made by Stainless's generator ends, OpenAI's and Anthropic's among them.
 *
 * Their promise is lazy: the body is read when the caller awaits it (`parse`), or not at all where the caller takes
 * the raw response. So nothing is awaited here: the caller's own reading is seen, through methods laid over the same
 * object. A promise that nobody reads stays unread, and its rejection stays as unhandled as it was.
 */
export function observeApiPromise(promise: unknown, call: ModelCall): void {
  if (typeof promise !== "object" || promise === null || isProxy(promise)) {
    call.returned(promise);
    return;
  }
  let isParsed = false;
  // Sent, whoever reads the answer: where nobody does, the collector of garbage tells.
  forgotten.register(promise, call, promise);
  const parse = shadow(promise, "parse", (original, self, args) => {
    isParsed = true;
    forgotten.unregister(promise);
    const parsed = Reflect.apply(original, self, args);
    watch(parsed, call, (value) => observeResult(value, call));
    return parsed;
  });
  if (parse === null) {
    observeOther(promise, call);
    return;
  }
  shadow(promise, "asResponse", (original, self, args) => {
    forgotten.unregister(promise);
    const response = Reflect.apply(original, self, args);
    // `withResponse` asks for both: what is parsed says more.
    watch(response, call, () => {
      if (!isParsed) call.unread();
    });
    return response;
  });
  shadow(promise, "_responseProps", (original, self, args) => {
    forgotten.unregister(promise);
    const props = Reflect.apply(original, self, args);
    // A helper takes what came and makes a stream of it that has nothing of this promise.
    watch(props, call, () => {
      if (call.isStreamed && !isParsed) call.unread();
    });
    return props;
  });
  shadow(promise, "_thenUnwrap", (original, self, [transform, ...rest]) => {
    forgotten.unregister(promise);
    const derived = Reflect.apply(original, self, [seeing(transform, call), ...rest]);
    observeApiPromise(derived, call);
    return derived;
  });
}

/** An older client, or one of another's making: a plain promise, or what cannot be seen. */
function observeOther(promise: object, call: ModelCall): void {
  if (isPlainPromise(promise)) {
    observePromise(promise, call, (value) => observeResult(value, call));
  } else call.abandoned();
}

function watch(promise: unknown, call: ModelCall, onValue: (value: unknown) => void): void {
  guarded(call, () => {
    if (typeof promise === "object" && promise !== null && isPlainPromise(promise)) {
      observePromise(promise, call, onValue);
    }
  });
}

/** The client's own transformation of an answer, with us looking at the answer first. */
function seeing(transform: unknown, call: ModelCall): unknown {
  if (typeof transform !== "function") return transform;
  return new Proxy(transform, {
    apply(target, self, args: unknown[]) {
      guarded(call, () => observeResult(args[0], call));
      return Reflect.apply(target, self, args);
    },
  });
}

const seen = new WeakSet<object>();

function observeResult(value: unknown, call: ModelCall): void {
  if (typeof value !== "object" || value === null || isProxy(value)) {
    call.returned(value);
    return;
  }
  if (typeof dataProperty(value, "iterator") !== "function") {
    call.returned(value);
    return;
  }
  // The same stream comes by twice where a helper of the client's transforms it.
  if (seen.has(value)) return;
  seen.add(value);
  observeChunks(value, call);
}

/**
 * A stream of chunks: its `iterator` makes the one iterator that its loops, its branches (`tee`) and its readable
 * stream all read from.
 */
function observeChunks(stream: object, call: ModelCall): void {
  const observer = heedingAborts(dataProperty(stream, "controller"), call);
  const restore = shadow(stream, "iterator", (original, self, args) => {
    // A second iterator of a stream only says that there may be no second.
    restore?.();
    forgotten.unregister(call);
    const iterator = Reflect.apply(original, self, args);
    guarded(call, () => {
      if (typeof iterator !== "object" || iterator === null || isProxy(iterator)) call.abandoned();
      else observeIterator(iterator, observer);
    });
    return iterator;
  });
  if (restore === null) {
    call.abandoned();
    return;
  }
  call.opened();
  forgotten.register(stream, call, call);
}

/** The client ends an aborted stream as if it had ended by itself: its controller tells. */
function heedingAborts(controller: unknown, call: ModelCall): Observer {
  const isAborted = (): boolean =>
    controller instanceof AbortController && controller.signal.aborted;
  return {
    opened: () => call.opened(),
    item: (item) => call.item(item),
    returned: (result) => call.returned(result),
    exhausted: () => (isAborted() ? call.abandoned() : call.exhausted()),
    threw: (error) => call.threw(error),
    abandoned: () => call.abandoned(),
  };
}

// What nobody reads and everybody forgets says nothing: the collector of garbage does.
const forgotten = new FinalizationRegistry<ModelCall>((call) => call.abandoned());
