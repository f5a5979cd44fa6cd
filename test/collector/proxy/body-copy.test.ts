import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyCopy, CopyBudget } from "../../../collector/proxy/body-copy.ts";

test("whatever passes, no more is held than the budget gives, and in the end nothing", () => {
  const step = fc.record({ body: fc.nat(5), bytes: fc.nat(60), isEnd: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const budget = new CopyBudget({ bytesMax: 100, totalMax: 250 });
      const copies = new Map<number, BodyCopy>();
      const passed = new Map<number, Buffer[]>();
      for (const { body, bytes, isEnd } of steps) {
        const copy = copies.get(body) ?? new BodyCopy(budget);
        copies.set(body, copy);
        const chunk = Buffer.alloc(bytes, body + 1);
        copy.add(chunk);
        const all = [...(passed.get(body) ?? []), chunk];
        passed.set(body, all);
        expect(budget.held).toBeLessThanOrEqual(250);
        // What is held is what passed, whole.
        if (!copy.isTooLong) expect(copy.bytes()).toEqual(Buffer.concat(all));
        if (!isEnd) continue;
        copy.release();
        copies.delete(body);
        passed.delete(body);
      }
      for (const copy of copies.values()) copy.release();
      expect(budget.held).toBe(0);
    }),
  );
});
