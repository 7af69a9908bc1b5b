import { applyDecorators, Get, HttpCode, Post } from '@nestjs/common';
import { ROUTES, type RouteName } from './routes.js';

/** A handler for a page's GET, at its address in both languages. */
export const GetPage = (name: RouteName) => applyDecorators(Get([ROUTES[name].en, ROUTES[name].fr]));

/** A handler for a page's POST, at its address in both languages; handlers answer 303, 422 or an error. */
export const PostPage = (name: RouteName) => applyDecorators(Post([ROUTES[name].en, ROUTES[name].fr]), HttpCode(200));
