import { HttpException, NotFoundException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Handler } from '../access/handlers.js';

interface Address {
  /** Null where any value may stand. */
  readonly segments: readonly (string | null)[];
  readonly parameters: number;
  readonly methods: Set<string>;
}

/** The addresses that have handlers, and the methods of each. */
export class KnownAddresses {
  readonly #fixed = new Map<string, Set<string>>();
  readonly #patterns = new Map<string, Address>();

  constructor(handlers: readonly Pick<Handler, 'verb' | 'paths'>[]) {
    for (const { verb, paths } of handlers) for (const path of paths) this.#add(path, verb === 'GET' ? ['GET', 'HEAD'] : [verb]);
  }

  /**
   * What an address may be asked for, in the order of `Allow`; null when nothing of ours has it. The address with the fewest parameters
   * counts: /photos/:attempt/look is never read as /photos/:attempt/:picture.
   */
  methodsAt(path: string): readonly string[] | null {
    const fixed = this.#fixed.get(path);
    if (fixed) return [...fixed];
    const segments = path.split('/');
    const fitting = [...this.#patterns.values()].filter((address) => fits(address, segments));
    if (fitting.length === 0) return null;
    const least = Math.min(...fitting.map(({ parameters }) => parameters));
    return [...new Set(fitting.filter(({ parameters }) => parameters === least).flatMap(({ methods }) => [...methods]))];
  }

  #add(path: string, methods: readonly string[]): void {
    const known = path.includes(':') ? this.#patternOf(path).methods : (this.#fixed.get(path) ?? new Set());
    for (const method of methods) known.add(method);
    if (!path.includes(':')) this.#fixed.set(path, known);
  }

  #patternOf(path: string): Address {
    const segments = path.split('/').map((segment) => (segment.startsWith(':') ? null : segment));
    const address = this.#patterns.get(path) ?? { segments, parameters: segments.filter((one) => one === null).length, methods: new Set() };
    this.#patterns.set(path, address);
    return address;
  }
}

const fits = ({ segments }: Address, given: readonly string[]): boolean =>
  segments.length === given.length &&
  segments.every((segment, index) => (segment === null ? given[index] !== '' : segment === given[index]));

const LOOKING = new Set(['GET', 'HEAD']);

/** Strict methods (TRUST.md 10): 405 with what an address of ours allows, and 404 where nothing is, before a body is read. */
export function strictMethods(addresses: KnownAddresses) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const methods = addresses.methodsAt(req.path);
    if (methods?.includes(req.method)) return next();
    if (!methods) return LOOKING.has(req.method) ? next() : next(new NotFoundException()); // the router itself says that there is no page
    res.set('Allow', methods.join(', '));
    next(new HttpException('method not allowed', 405));
  };
}
