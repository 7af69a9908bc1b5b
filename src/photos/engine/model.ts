import type { CompiledModel, LiteRt, Tensor } from '@litertjs/core';
import { compileModel, liteRt } from './litert.js';

/** A compiled model with one input of floats, kept for the life of the thread: its memory is used again for each picture. */
export class Model {
  readonly #compiled: CompiledModel;
  readonly #input: Tensor;
  readonly #values: number;
  readonly #wasm: LiteRt['liteRtWasm'];

  private constructor(compiled: CompiledModel, input: Tensor, values: number, wasm: LiteRt['liteRtWasm']) {
    this.#compiled = compiled;
    this.#input = input;
    this.#values = values;
    this.#wasm = wasm;
  }

  /** `shape`: of the input, batch first. */
  static async compiled(bytes: Uint8Array, shape: readonly number[]): Promise<Model> {
    const { Tensor, getGlobalLiteRt } = await liteRt();
    const model = await compileModel(bytes);
    const values = shape.reduce((product, side) => product * side, 1);
    return new Model(model, new Tensor(new Float32Array(values), [...shape]), values, getGlobalLiteRt().liteRtWasm);
  }

  /** `fill` writes every value of the input. Answers with copies of the outputs, in the model's order. */
  async run(fill: (input: Float32Array) => void): Promise<Float32Array[]> {
    const buffer = this.#input.liteRtTensorBuffer;
    const at = buffer.lock(this.#wasm.LiteRtTensorBufferLockMode.WRITE);
    try {
      // asked for each time: when WebAssembly's memory grows, its old views are empty
      fill(new Float32Array(this.#wasm.HEAPU8.buffer as ArrayBuffer, at, this.#values));
    } finally {
      buffer.unlock();
    }
    const outputs = await this.#compiled.run([this.#input]);
    return outputs.map((output) => {
      const values = output.toTypedArray() as Float32Array;
      output.delete();
      return values;
    });
  }
}
