/** Names of what Nest injects without a class. */
export const CONFIG = Symbol('config');
export const POOL = Symbol('pool');
export const BRAND = Symbol('brand');
