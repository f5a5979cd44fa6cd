/** Hears of a body as its consumer gets it. No method throws. */
export interface BodyObserver {
  chunk(bytes: Uint8Array): void;
  ended(): void;
  failed(error: unknown): void;
  /** The consumer went away. */
  left(): void;
}

/**
 * The response with its body seen: one read of the consumer's is one read of the original's, so that nothing is
 * buffered, and a consumer that waits, fails or leaves is felt at the source as before.
 *
 * What is not the body is the original's own: headers, address, type. One without a body is returned as it is.
 */
export function observedResponse(response: Response, observer: BodyObserver): Response {
  if (response.body === null) {
    observer.ended();
    return response;
  }
  // Locked from now on: what is collected as garbage cannot be ended by the platform any more, but by us.
  const reader = response.body.getReader();
  const body = new ReadableStream(
    {
      type: "bytes",
      async pull(controller) {
        try {
          let step = await reader.read();
          // A chunk of nothing would leave the consumer's read without an answer.
          while (!step.done && step.value.byteLength === 0) step = await reader.read();
          if (step.done) {
            observer.ended();
            controller.close();
            controller.byobRequest?.respond(0);
          } else {
            // Before it is handed over: enqueued bytes belong to the consumer.
            observer.chunk(step.value);
            controller.enqueue(step.value);
          }
        } catch (error) {
          observer.failed(error);
          throw error;
        }
      },
      cancel(reason) {
        observer.left();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const observed = dressed(
    new Response(body, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    }),
    response,
  );
  // Of the body, not of the response: who keeps the body may have forgotten the response.
  forgotten.register(body, () => {
    observer.left();
    reader.cancel().catch(() => undefined);
  });
  return observed;
}

// A body that nobody reads holds its connection: as the platform does, it is ended once it is forgotten.
const forgotten = new FinalizationRegistry<() => void>((end) => end());

/** Gives a response what only the network can give one. */
function dressed(response: Response, original: Response): Response {
  const { url, redirected, type, headers } = original;
  const clone = (): Response => dressed(Response.prototype.clone.call(response), original);
  const own = { url, redirected, type, headers, clone };
  for (const [key, value] of Object.entries(own)) {
    Object.defineProperty(response, key, { value, configurable: true });
  }
  return response;
}
