import { applyDecorators, Get, HttpCode, Post } from '@nestjs/common';
import { ROUTES, type RouteName } from './route-table.js';

const SHOWN = new Set<RouteName>();

/** Whether a route has a page to look at: some only take a press of a button. */
export const hasPage = (name: RouteName): boolean => SHOWN.has(name);

/** A handler for a page's GET, at its address in both languages. */
export const GetPage = (name: RouteName) => {
  SHOWN.add(name);
  return applyDecorators(Get([ROUTES[name].en, ROUTES[name].fr]));
};

/** A handler for a page's POST, at its address in both languages; handlers answer 303, 422 or an error. */
export const PostPage = (name: RouteName) => applyDecorators(Post([ROUTES[name].en, ROUTES[name].fr]), HttpCode(200));
