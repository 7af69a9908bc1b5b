import { type Operator, TfliteFile } from './tflite-file.js';

/**
 * A copy of the model that computes `outputs` from `inputs` (numbers of tensors) and nothing else. Throws when a step that
 * LiteRT does not know would be needed.
 */
export function partOf(bytes: Uint8Array, inputs: readonly number[], outputs: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const file = new TfliteFile(copy);
  file.keepOnly(neededSteps(file.operators, inputs, outputs), inputs, outputs);
  return copy;
}

/** Backwards from the outputs, then in the order of the file, which is an order in which they can be computed. */
function neededSteps(operators: readonly Operator[], inputs: readonly number[], outputs: readonly number[]): Operator[] {
  const makers = new Map(operators.flatMap((operator) => operator.outputs.map((tensor) => [tensor, operator] as const)));
  const known = new Set(inputs);
  const needed = new Set<Operator>();
  const wanted = [...outputs];
  for (let tensor = wanted.pop(); tensor !== undefined; tensor = wanted.pop()) {
    if (known.has(tensor)) continue;
    known.add(tensor);
    const maker = makers.get(tensor);
    if (maker === undefined) continue; // a constant
    if (maker.custom !== null) throw new Error(`the part of the model needs the step ${maker.custom}`);
    needed.add(maker);
    wanted.push(...maker.inputs.filter((input) => input >= 0));
  }
  return operators.filter((operator) => needed.has(operator));
}
