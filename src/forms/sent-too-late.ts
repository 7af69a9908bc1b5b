import type { NextFunction, Request, Response } from 'express';
import multer from 'multer';
import type { Language } from '../language/language.js';
import { hasPage } from '../language/page-routes.js';
import type { RouteName } from '../language/route-table.js';
import { href, routeOf } from '../language/routes.js';
import { MAX_FILE_BYTES } from '../photos/photo.rules.js';
import { SentTooLate, TokenOfAnother } from '../security/csrf.js';
import type { KeptKind } from './kept-form.entity.js';
import { keepDraft } from './form-drafts.js';
import { keepable, typedValues } from './form-result.js';
import type { LateForms } from './late-forms.js';

/** Forms for which nobody needs to be signed in: what was typed stays with the visit of the same browser. */
const OPEN_FORMS: readonly RouteName[] = [
  'signIn', // its toggle: the form itself needs no session
  'passwordReset',
  'temporaryPassword',
  'invitation',
  'replyWho',
  'replyRepresentative',
  'replyFacts',
  'replyEmail',
  'replyPresence',
  'replyAbroad',
  'replyAppearance',
  'replyCheck',
];

/**
 * A form from our own page whose session has ended loses nothing: what was typed is kept for its owner, and nothing is done with it. The
 * person is told so, signs in, and finds the page filled in (PAGES.md 3.4). Who has signed in again in another window finds it at once.
 */
export function receiveLateForms(forms: () => LateForms) {
  return (fault: unknown, req: Request, res: Response, next: NextFunction): void => {
    if (fault instanceof SentTooLate) receive(req, res, fault.sessionId, forms()).catch(next);
    else if (fault instanceof TokenOfAnother && req.user) showAgain(req, res, next, fault, forms()).catch(next);
    else next(fault);
  };
}

async function receive(req: Request, res: Response, sessionId: string, forms: LateForms): Promise<void> {
  const language = res.locals.language as Language;
  const route = routeOf(req.path)?.name;
  if (route === 'signOut') return res.redirect(303, href('signedOut', language));
  if (route === 'sessionExtend') return res.redirect(303, href('sessionEnded', language));
  const page = pageOf(req);
  const { values, kind } = await typedIn(req, res);
  const name = page ? routeOf(page)?.name : undefined;
  if (page && name && OPEN_FORMS.includes(name)) {
    req.session.drafts = { [page]: { values, judged: false, kept: kind } };
    return res.redirect(303, page);
  }
  const owner = page ? await forms.ownerOf(sessionId) : null;
  if (page && owner) {
    await forms.keep(owner, { path: page, values, kind });
    req.session.kept = kind;
  }
  res.redirect(303, href('sessionEnded', language));
}

/**
 * From another window of somebody who has signed in again since, or whose session goes on under a new id: the token is of a session of
 * the same account, so the page comes back filled in; of any other session it is refused. What needs nothing but who asks is done.
 */
async function showAgain(req: Request, res: Response, next: NextFunction, fault: TokenOfAnother, forms: LateForms): Promise<void> {
  const sessions = await forms.sessionsOf(req.user?.actor.accountId ?? '');
  const replaced = (req.session.replaced ?? []).map((hash) => Buffer.from(hash, 'base64url'));
  if (!fault.fits([...sessions, ...replaced])) return next(fault);
  const route = routeOf(req.path)?.name;
  if (route === 'signOut' || route === 'sessionExtend') return next();
  const page = pageOf(req);
  if (!page) return next(fault);
  const { values, kind } = await typedIn(req, res);
  keepDraft(req, page, { values, judged: false, kept: kind });
  res.redirect(303, page);
}

/** What of a form is kept, and which kind it is. */
async function typedIn(req: Request, res: Response): Promise<{ values: Record<string, string | string[]>; kind: KeptKind }> {
  const route = routeOf(req.path)?.name;
  if (req.is('multipart/form-data')) {
    await readFields(req, res);
    return { values: keepable(typedValues(req.body)), kind: 'file' };
  }
  const isForm = route && (hasPage(route) || route === 'languageSwitch');
  return isForm ? { values: keepable(typedValues(req.body)), kind: 'form' } : { values: {}, kind: 'act' };
}

/** The page on which this form stands: its own address, the one whose language was switched, or, of a lone button, the one before. */
function pageOf(req: Request): string | null {
  const route = routeOf(req.path)?.name;
  const path = route === 'languageSwitch' ? String(req.query.to) : route && hasPage(route) ? req.path : pathOf(req.get('referer'));
  const name = path ? routeOf(path)?.name : undefined;
  return path && name && hasPage(name) ? path : null;
}

const pathOf = (address: string | undefined): string | null => (address && URL.canParse(address) ? new URL(address).pathname : null);

/** The short fields of a form with a file; the file itself is passed over. One that does not say how long it is is not read at all. */
async function readFields(req: Request, res: Response): Promise<void> {
  if (!(Number(req.headers['content-length']) <= MAX_FILE_BYTES + 64 * 1024)) return;
  const read = multer({
    fileFilter: (_req, _file, decide) => decide(null, false),
    limits: { files: 1, fileSize: MAX_FILE_BYTES, fields: 10, fieldSize: 1024, fieldNameSize: 50, fieldNestingDepth: 0, parts: 12 },
  }).any();
  // what can't be read is not kept; the page comes back all the same
  await new Promise<void>((done) => read(req, res, () => done()));
}
