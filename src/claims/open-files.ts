import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { keepDraft } from '../forms/form-drafts.js';
import { keepable, typedValues } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { hasPage } from '../language/page-routes.js';
import { hrefByName, routeOf } from '../language/routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { type Claim, FileClaims } from './file-claims.js';
import { type OpenFile, openFileOf } from './open-file.js';

/** What a claim means where a request comes to a file: the page says whose it is, the owner's time goes on, others decide nothing. */
@Injectable()
export class OpenFiles {
  constructor(private readonly claims: FileClaims) {}

  /** @throws RefusalPage 409 for a decision on a file that another officer has; what was typed is on its page when it is opened again */
  async meet(
    officer: Actor<'officer'>,
    req: Request,
    { caseId, claim, decides }: { caseId: string; claim: Claim | null; decides: boolean },
  ): Promise<void> {
    const mine = claim?.accountId === officer.accountId;
    if (mine && req.method === 'POST') await this.claims.renew(officer, caseId);
    const shown = claim ? await this.claims.shown(officer, caseId, claim) : null;
    const { workingOn } = req.session;
    const working = workingOn !== undefined;
    if (req.res && (shown || working)) {
      const nextAddress = hrefByName('adminNext', req.res.locals.language as Language, {}) + (workingOn ?? '');
      req.res.locals.file = { caseId, claim: shown, working, nextAddress } satisfies OpenFile;
    }
    if (!decides || !shown || shown.mine) return;
    throw new RefusalPage(409, 'admin/file-claimed', { claimed: shown, page: keptOnItsPage(req) });
  }

  /** The task is done: whoever comes next may have the file. */
  async finish(officer: Actor<'officer'>, res: Response): Promise<void> {
    const file = openFileOf(res);
    if (file?.claim?.mine) await this.claims.giveBack(officer, file.caseId);
  }
}

/** The page of a form that was sent, where what was typed waits from now on; null for a lone button. */
function keptOnItsPage(req: Request): string | null {
  const name = routeOf(req.path)?.name;
  if (!name || !hasPage(name)) return null;
  const values = keepable(typedValues(req.body));
  if (Object.keys(values).length > 0) keepDraft(req, req.path, { values, judged: false });
  return req.path;
}
