import { ForbiddenException } from '@nestjs/common';
import type { Request } from 'express';

/** A photo or document is shown on our own pages, or opened by itself; other sites can't even learn whether it exists (TRUST.md 9). */
export function refuseOtherSites(req: Request): void {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ForbiddenException('cross-site');
}
