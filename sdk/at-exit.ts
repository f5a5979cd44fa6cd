/** Something that wants a last moment before the process ends because nothing is left to do. */
export type LastWish = () => Promise<void>;

const wishes = new Set<LastWish>();
let isGranting = false;

// One listener, however many monitors: Node warns of eleven.
function grant(): void {
  if (isGranting) return;
  isGranting = true;
  Promise.all([...wishes].map((wish) => wish())).then(
    () => {
      isGranting = false;
    },
    () => {
      isGranting = false;
    },
  );
}

/** Registers for `beforeExit`, which Node repeats as long as wishes start new work; returns the way out. */
export function beforeExit(wish: LastWish): () => void {
  if (wishes.size === 0) process.on("beforeExit", grant);
  wishes.add(wish);
  return () => {
    wishes.delete(wish);
    if (wishes.size === 0) process.off("beforeExit", grant);
  };
}
