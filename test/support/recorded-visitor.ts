import { Visitor, type VisitorOptions } from '../../tools/visitor.js';

/** Everything that people typed, and every secret that their browsers were given: what must stand in no dump and no log. */
export class Typed {
  readonly #values = new Set<string>();

  /** What is too short to be told from chance (a day, a height) is left out. */
  add(...values: readonly string[]): void {
    for (const value of values) if (value.length >= 6) this.#values.add(value);
  }

  /** Plain, in hexadecimal and in Base64, in small letters: as they may stand anywhere. */
  spellings(except: readonly string[] = []): { value: string; spelt: string }[] {
    return [...this.#values]
      .filter((value) => !except.includes(value))
      .flatMap((value) => {
        const bytes = Buffer.from(value);
        const spellings = [value, JSON.stringify(value).slice(1, -1), bytes.toString('hex'), ...base64Of(bytes), encodeURIComponent(value)];
        return [...new Set(spellings.map((spelt) => spelt.toLowerCase()))].map((spelt) => ({ value, spelt }));
      });
  }
}

/** Base64 of a text inside another depends on where it begins: all three ways, without the ends that its neighbours change. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((at) => {
    const whole = Buffer.concat([Buffer.alloc(at), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return whole.slice(at === 0 ? 0 : at + 1, whole.length - ((bytes.length + at) % 3 === 0 ? 0 : 1));
  });
}

/** A browser that keeps note of what is typed into it, and of its cookies. */
export class RecordedVisitor extends Visitor {
  readonly #typed: Typed;

  constructor(address: string, typed: Typed, options: VisitorOptions = {}) {
    super(address, {
      ...options,
      onAnswer: (answer) => {
        for (const line of [answer.headers['set-cookie'] ?? []].flat()) typed.add(/^[^=]+=([^;]*)/.exec(line)?.[1] ?? '');
      },
    });
    this.#typed = typed;
  }

  override fill(values: Readonly<Record<string, string | number>>): this {
    // a code of six digits, good for a minute, can't be told from chance
    this.#typed.add(...Object.entries(values).flatMap(([field, value]) => (field === 'oneTimeCode' ? [] : [String(value)])));
    return super.fill(values);
  }
}
