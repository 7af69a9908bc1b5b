import { p, Type } from '@mikro-orm/core';
import { vault } from './vault.js';

/** The ciphertext of plain objects, by context. Not in the type itself: MikroORM copies types, which loses private members. */
const SEALED = new WeakMap<object, Map<string, Buffer>>();

/**
 * A column that holds a personal fact, encrypted; entities see the plain value. Objects come frozen: to change one, assign a new
 * one. An unchanged object keeps its ciphertext, so that reading a record never makes it look changed.
 */
export class EncryptedType<Plain> extends Type<Plain | null, Buffer | null> {
  readonly context: string;

  constructor(context: string) {
    super();
    this.context = context;
  }

  override convertToDatabaseValue(plain: Plain | null): Buffer | null {
    if (plain === null || plain === undefined) return null;
    if (typeof plain !== 'object') return vault().seal(JSON.stringify(plain), this.context);
    const known = SEALED.get(plain)?.get(this.context);
    return known ?? keep(plain, this.context, vault().seal(JSON.stringify(plain), this.context));
  }

  override convertToJSValue(sealed: Buffer | null): Plain | null {
    if (sealed === null || sealed === undefined) return null;
    const plain = JSON.parse(vault().open(sealed, this.context).toString('utf8')) as Plain;
    if (typeof plain === 'object' && plain !== null) keep(plain, this.context, sealed);
    return plain;
  }

  override compareValues(one: Buffer | null, other: Buffer | null): boolean {
    if (!one || !other) return one === other;
    if (Buffer.compare(one, other) === 0) return true;
    return Buffer.compare(vault().open(one, this.context), vault().open(other, this.context)) === 0;
  }

  /** What was read is what is compared: sealing it again at each read would double the work. */
  override ensureComparable(): boolean {
    return false;
  }

  override compareAsType(): string {
    return 'buffer';
  }

  override getColumnType(): string {
    return 'bytea';
  }
}

function keep(plain: object, context: string, sealed: Buffer): Buffer {
  const contexts = SEALED.get(plain) ?? new Map<string, Buffer>();
  SEALED.set(Object.freeze(plain), contexts.set(context, sealed));
  return sealed;
}

/** An encrypted property: `facts: encrypted<PersonFacts>('person.facts')`. The context is authenticated with the bytes. */
export const encrypted = <Plain>(context: string) => p.type(new EncryptedType<Plain>(context)).columnType('bytea').$type<Plain>();

/** The value of a column that was read past the entity manager. */
export const opened = <Plain>(sealed: Buffer, context: string): Plain =>
  JSON.parse(vault().open(sealed, context).toString('utf8')) as Plain;
