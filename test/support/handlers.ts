import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from '../../src/access/requires.decorator.js';
import { type RouteName, routeOf } from '../../src/language/routes.js';
import type { TestPortal } from './app.js';

/** A method that answers requests, as the application declares it. */
export interface Handler {
  /** `SignInController.create` */
  readonly name: string;
  readonly verb: 'GET' | 'POST' | string;
  /** As written: `/en/cases/:case`. */
  readonly paths: readonly string[];
  /** Undefined when nobody said who may come in. */
  readonly access: Access | undefined;
  /** The row of ROUTES, when its paths are one. */
  readonly route: RouteName | null;
}

/** Every handler of every controller. */
export function handlersOf(portal: TestPortal): Handler[] {
  const modules = [...portal.app.get(ModulesContainer, { strict: false }).values()];
  return modules
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => handlersOfController(metatype as Controller));
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
    const route = routeOf((paths[0] ?? '').replaceAll(':', ''))?.name ?? null;
    return [{ name: `${controller.name}.${name}`, verb: RequestMethod[verb], paths, access, route }];
  });
}
