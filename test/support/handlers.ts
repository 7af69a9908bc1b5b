import { ModulesContainer } from '@nestjs/core';
import { type Handler as Declared, handlersOf as handlersIn } from '../../src/access/handlers.js';
import type { RouteName } from '../../src/language/route-table.js';
import { routeOf } from '../../src/language/routes.js';
import type { TestPortal } from './app.js';

export interface Handler extends Declared {
  /** The row of ROUTES, when its paths are one. */
  readonly route: RouteName | null;
}

/** Every handler of every controller, with the page it belongs to. */
export function handlersOf(portal: TestPortal): Handler[] {
  const handlers = handlersIn(portal.app.get(ModulesContainer, { strict: false }));
  return handlers.map((handler) => ({ ...handler, route: routeOf((handler.paths[0] ?? '').replaceAll(':', ''))?.name ?? null }));
}
