import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from './requires.decorator.js';

/** A method that answers requests, as a controller declares it. */
export interface Handler {
  /** `SignInController.create` */
  readonly name: string;
  readonly verb: string;
  /** As written: `/en/cases/:case`. */
  readonly paths: readonly string[];
  /** Undefined when nobody said who may come in. */
  readonly access: Access | undefined;
}

/** Every handler of every controller. */
export function handlersOf(modules: ModulesContainer): Handler[] {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  return [...new Set(controllers.map(({ metatype }) => metatype as Controller))].flatMap(handlersOfController);
}

/**
 * A handler without an access rule would be closed to everybody, and nobody would notice until a person needs it: the portal does not start.
 * @throws Error that names each of them
 */
export function refuseUndeclared(handlers: readonly Handler[]): void {
  const open = handlers
    .filter(({ access }) => access === undefined)
    .map(({ name, verb, paths }) => `${name} (${verb} ${paths.join(', ')})`);
  if (open.length > 0) throw new Error(`Nobody said who may come in: ${open.join('; ')}. Add @Requires, @Public or @SignedInOnly.`);
}

type Controller = { readonly name: string; readonly prototype: Record<string, object> };

function handlersOfController(controller: Controller): Handler[] {
  const methods = Object.getOwnPropertyNames(controller.prototype).filter((name) => name !== 'constructor');
  return methods.flatMap((name): Handler[] => {
    const method = controller.prototype[name];
    const verb = typeof method === 'function' ? (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined) : undefined;
    if (!method || verb === undefined) return [];
    const paths = [Reflect.getMetadata(PATH_METADATA, method) as string | string[]].flat();
    const access = (Reflect.getMetadata(ACCESS, method) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined;
    return [{ name: `${controller.name}.${name}`, verb: RequestMethod[verb], paths, access }];
  });
}
