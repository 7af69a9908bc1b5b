import { AsyncLocalStorage } from 'node:async_hooks';
import { type EntityManager, type MikroORM, RequestContext } from '@mikro-orm/core';
import type { NextFunction, Request, Response } from 'express';

/** One request's own entity manager, made when it is first asked for: the pages opened most read by SQL alone and never ask. */
class RequestEntities {
  #em: EntityManager | null = null;

  constructor(private readonly orm: MikroORM) {}

  get em(): EntityManager {
    // a manager that is being made asks for the one at work: outside of this request there is none
    this.#em ??= requests.run(null, () => this.orm.em.fork({ useContext: true, disableContextResolution: true }));
    return this.#em;
  }
}

const requests = new AsyncLocalStorage<RequestEntities | null>();

/** From here on each request has entities of its own, as with MikroORM's own middleware, which makes a manager for every request. */
export function requestEntities(orm: MikroORM) {
  return (_req: Request, _res: Response, next: NextFunction): void => requests.run(new RequestEntities(orm), next);
}

/** Where MikroORM finds the manager it works with; outside requests that of `RequestContext.create`. */
export const entitiesAtWork = (name: string): EntityManager | undefined => requests.getStore()?.em ?? RequestContext.getEntityManager(name);
