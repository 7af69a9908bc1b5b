/** `/en/cases/:case`, or nothing where no page of ours was reached: Nest's own step before all pages is `{/*splat}`. */
export function declaredPath(req: object): string | undefined {
  const { route } = req as { route?: { path: string } };
  return route?.path.startsWith('/') ? route.path : undefined;
}
