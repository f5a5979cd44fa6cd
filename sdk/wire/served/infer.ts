import { countAt, type Fields, fieldsOf, listAt, textAt } from "./fields.ts";
import { ROWS_MAX, rowOf, type Scored } from "./tabular.ts";

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  /** The first dimension: rows. */
  readonly rows: number;
  /** Values a row. */
  readonly width: number;
  readonly values: readonly unknown[];
}

/**
 * The rows of a request of the Open Inference Protocol, version 2, and what was answered for each.
 *
 * A tensor of one value a row is a column of its name; a wider one is columns `name.0`, `name.1`, …. Outputs are
 * by name, lists where they are wide. Data in the binary extension is not read.
 */
export function scoredByInfer(request: Fields, answer: Fields): readonly Scored[] {
  const inputs = tensorsOf(listAt(request, "inputs"));
  const outputs = tensorsOf(listAt(answer, "outputs"));
  const rows = Math.min(outputs[0]?.rows ?? 0, ROWS_MAX);
  return Array.from({ length: rows }, (_, at) => ({
    row: rowOf(inputs.flatMap((tensor) => columnsOf(tensor, at))),
    predicted: Object.fromEntries(outputs.map((tensor) => [tensor.name, shareOf(tensor, at)])),
    said: saidBy(outputs, at),
  }));
}

/** Of a server's one output of one value a row. Whole numbers and truths are labels, fractions are values. */
function saidBy([tensor, ...others]: readonly Tensor[], at: number): string | number | null {
  if (tensor === undefined || others.length > 0 || tensor.width !== 1) return null;
  const value = tensor.values[at];
  if (value === undefined || value === null || typeof value === "object") return null;
  const isFraction = tensor.datatype.startsWith("FP") || tensor.datatype === "BF16";
  return isFraction && typeof value === "number" ? value : String(value);
}

function tensorsOf(list: readonly unknown[]): readonly Tensor[] {
  return list.map((each) => {
    const of = fieldsOf(each);
    const values = listAt(of, "data").flat(16);
    const rows = countAt({ rows: listAt(of, "shape")[0] }, "rows") ?? 0;
    const width = rows === 0 ? 0 : Math.floor(values.length / rows);
    return { name: textAt(of, "name"), datatype: textAt(of, "datatype"), rows, width, values };
  });
}

function columnsOf(tensor: Tensor, at: number): [name: string, value: unknown][] {
  if (at >= tensor.rows) return [];
  const from = at * tensor.width;
  const own = tensor.values.slice(from, from + tensor.width);
  return own.map((value, index) => [
    own.length === 1 ? tensor.name : `${tensor.name}.${index}`,
    value,
  ]);
}

function shareOf(tensor: Tensor, at: number): unknown {
  const from = at * tensor.width;
  return tensor.width === 1 ? tensor.values[from] : tensor.values.slice(from, from + tensor.width);
}
