// A reader of TensorFlow Lite's file format (a FlatBuffer; schema.fbs of TensorFlow), as far as a model is cut into parts.

/** A vector's place in the file: where its length stands, and where its first element does. */
interface Vector {
  readonly at: number;
  readonly first: number;
  readonly length: number;
}

/** One step of the computation: `inputs` and `outputs` are numbers of tensors. `custom`: name of a step that LiteRT does not know. */
export interface Operator {
  /** Where its table stands in the file. */
  readonly at: number;
  readonly custom: string | null;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The settings of a custom step. */
  readonly options: Uint8Array;
}

// Numbers of fields in the schema's tables.
const MODEL = { codes: 1, graphs: 2 } as const;
const GRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;
const OPERATOR = { code: 0, inputs: 1, outputs: 2, options: 5 } as const;
const CODE_CUSTOM_NAME = 1;
const TENSOR_NAME = 3;

/** The first graph of a model. */
export class TfliteFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly operators: readonly Operator[];
  readonly #tensorNames: readonly string[];
  readonly #inputs: Vector;
  readonly #outputs: Vector;
  readonly #steps: Vector;

  /** Reads these bytes, and `keepOnly` changes them. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const model = this.#view.getUint32(0, true);
    const codes = this.#tables(this.#vector(model, MODEL.codes)).map((code) => this.#text(code, CODE_CUSTOM_NAME));
    const graph = this.#tables(this.#vector(model, MODEL.graphs))[0]!;
    this.#tensorNames = this.#tables(this.#vector(graph, GRAPH.tensors)).map((tensor) => this.#text(tensor, TENSOR_NAME));
    this.#inputs = this.#vector(graph, GRAPH.inputs);
    this.#outputs = this.#vector(graph, GRAPH.outputs);
    this.#steps = this.#vector(graph, GRAPH.operators);
    this.operators = this.#tables(this.#steps).map((at) => this.#operator(at, codes));
  }

  get inputs(): number[] {
    return this.#numbers(this.#inputs);
  }

  /** Number of the tensor of this name. */
  tensor(name: string): number {
    const number = this.#tensorNames.indexOf(name);
    if (number < 0) throw new Error(`the model has no tensor ${name}`);
    return number;
  }

  /** Makes it a model of these steps alone, with other inputs and outputs: vectors only ever become shorter. */
  keepOnly(operators: readonly Operator[], inputs: readonly number[], outputs: readonly number[]): void {
    this.#overwrite(this.#inputs, inputs);
    this.#overwrite(this.#outputs, outputs);
    // a table is referred to by its distance from the reference
    this.#overwrite(
      this.#steps,
      operators.map(({ at }, n) => at - (this.#steps.first + 4 * n)),
    );
  }

  #overwrite(vector: Vector, values: readonly number[]): void {
    if (values.length > vector.length) throw new Error('a part of a model cannot have more than the whole');
    this.#view.setUint32(vector.at, values.length, true);
    values.forEach((value, n) => {
      this.#view.setInt32(vector.first + 4 * n, value, true);
    });
  }

  #operator(at: number, codes: readonly string[]): Operator {
    const code = this.#field(at, OPERATOR.code);
    const options = this.#vector(at, OPERATOR.options);
    return {
      at,
      custom: codes[code === null ? 0 : this.#view.getUint32(code, true)] || null,
      inputs: this.#numbers(this.#vector(at, OPERATOR.inputs)),
      outputs: this.#numbers(this.#vector(at, OPERATOR.outputs)),
      options: this.#bytes.slice(options.first, options.first + options.length),
    };
  }

  /** Where a field of a table stands; null when the table leaves it out. */
  #field(table: number, number: number): number | null {
    const layout = table - this.#view.getInt32(table, true);
    const entry = 4 + 2 * number;
    if (entry >= this.#view.getUint16(layout, true)) return null;
    const distance = this.#view.getUint16(layout + entry, true);
    return distance === 0 ? null : table + distance;
  }

  #vector(table: number, number: number): Vector {
    const field = this.#field(table, number);
    if (field === null) return { at: 0, first: 0, length: 0 };
    const at = field + this.#view.getUint32(field, true);
    return { at, first: at + 4, length: this.#view.getUint32(at, true) };
  }

  #tables({ first, length }: Vector): number[] {
    return Array.from({ length }, (_, n) => first + 4 * n + this.#view.getUint32(first + 4 * n, true));
  }

  #numbers({ first, length }: Vector): number[] {
    return Array.from({ length }, (_, n) => this.#view.getInt32(first + 4 * n, true));
  }

  #text(table: number, number: number): string {
    const { first, length } = this.#vector(table, number);
    return Buffer.from(this.#bytes.subarray(first, first + length)).toString('utf8');
  }
}
