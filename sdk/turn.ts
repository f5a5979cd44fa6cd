/** Lets the host's own work go first. Not unreferenced: an immediate that is waits for the next event. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
