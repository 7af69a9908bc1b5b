import express from 'express';

/** What Express's router holds of each route, and of each step before and after them. */
interface Layer {
  readonly route?: { readonly path: string };
  match(path: string): unknown;
}
interface Stack {
  stack: Layer[];
}

/**
 * Express asks the pattern of one route after the other, of some three hundred, until one fits. Here one step stands in the place of all: it
 * looks an address without places for values up, and goes through the others. Routing is strict and minds case, so that addresses are exact;
 * of two that fit the one without places counts, as everywhere (`routes.ts`).
 */
export function findRoutesByAddress(router: express.Router): void {
  const { stack } = router as unknown as Stack;
  const first = stack.findIndex(isRoute);
  const routes = stack.filter(isRoute);
  const plain = Map.groupBy(
    routes.filter(({ route }) => !hasPlaces(route?.path)),
    ({ route }) => route?.path,
  );
  const lookedUp = new Map([...plain].map(([path, layers]) => [path, routerOf(layers)]));
  const others = routerOf(routes.filter(({ route }) => hasPlaces(route?.path)).map(passedOver));
  router.use(function routesByAddress(req, res, next) {
    (lookedUp.get(req.path) ?? others)(req, res, next);
  });
  const step = stack.pop() as Layer;
  stack.splice(0, stack.length, ...stack.slice(0, first), step, ...stack.slice(first).filter((layer) => !isRoute(layer)));
}

/** Nest hangs its own steps in as routes as well, `{/*splat}`: they come before all addresses, as the one that writes the log does. */
const isRoute = ({ route }: Layer): boolean => route?.path.startsWith('/') ?? false;

const PLACES = /[:*{(]/;
const hasPlaces = (path = ''): boolean => PLACES.test(path);

function routerOf(layers: readonly Layer[]): express.Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  (router as unknown as Stack).stack.push(...layers);
  return router;
}

/** A route that begins otherwise can't fit: it says so before its pattern is tried. */
function passedOver(layer: Layer): Layer {
  const beginning = layer.route?.path.split(PLACES, 1)[0] ?? '';
  const match = layer.match.bind(layer);
  layer.match = (path) => path.startsWith(beginning) && match(path);
  return layer;
}
