/** What Express's router holds of each route. */
interface Layer {
  readonly route?: { readonly path: string };
  match(path: string): unknown;
}

/**
 * Express asks the pattern of one route after the other, of some three hundred, until one fits. A route that begins otherwise can't:
 * here it says so before its pattern is tried. Routing is strict and minds case, so that a beginning is exact.
 */
export function passOverOtherRoutes({ stack }: { stack: Layer[] }): void {
  for (const layer of stack) {
    if (!layer.route) continue;
    const beginning = layer.route.path.split(/[:*{(]/, 1)[0] ?? '';
    const match = layer.match.bind(layer);
    layer.match = (path) => path.startsWith(beginning) && match(path);
  }
}
