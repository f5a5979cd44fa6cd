/** The same work, one call after the other, whoever calls. A call that fails does not stop the next. */
export function oneAtATime<Of, Result>(
  work: (of: Of) => Promise<Result>,
): (of: Of) => Promise<Result> {
  let turn: Promise<unknown> = Promise.resolve();
  return (of) => {
    const next = turn.then(() => work(of));
    turn = next.catch(() => undefined);
    return next;
  };
}
