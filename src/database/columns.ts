import { p } from '@mikro-orm/core';
import { v7 } from './uuid.js';

/** Keys are UUIDs of version 7, made in code, so that the audit row can name a record before it is written. */
export const id = () =>
  p
    .uuid()
    .primary()
    .onCreate(() => v7());

export const time = () => p.datetime().columnType('timestamptz(3)');

/** A keyed hash: see Vault.index. */
export const keyedHash = () => p.type('buffer').columnType('bytea').$type<Buffer>();
