import { guarded } from "../../promise.ts";
import { shadow } from "../../shadow.ts";
import type { ModelCall } from "../model-call.ts";

/**
 * Sees the parts of a stream of the AI SDK's, which pipes it through its own: the same parts, one read for one read,
 * with the same errors and the same leaving. On the same object, which others may hold, too.
 */
export function observeParts(stream: ReadableStream<unknown>, call: ModelCall): void {
  call.streams();
  const restore = shadow(stream, "pipeThrough", (_, self, args) => {
    restore?.();
    if (self !== stream) return Reflect.apply(pipeThrough, self, args);
    return Reflect.apply(pipeThrough, observed(stream, call), args);
  });
  if (restore === null) {
    call.abandoned();
    return;
  }
  call.opened();
  forgotten.register(stream, call);
}

// A stream that nobody pipes on and everybody forgets says nothing: the collector of garbage does.
const forgotten = new FinalizationRegistry<ModelCall>((call) => call.abandoned());

const pipeThrough = ReadableStream.prototype.pipeThrough;

function observed(stream: ReadableStream<unknown>, call: ModelCall): ReadableStream<unknown> {
  const reader = stream.getReader();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            guarded(call, () => call.exhausted());
            return;
          }
          guarded(call, () => call.item(value));
          controller.enqueue(value);
        } catch (error) {
          guarded(call, () => call.threw(error));
          throw error;
        }
      },
      cancel(reason) {
        guarded(call, () => call.abandoned());
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
