import type { NextFunction, Request, Response } from 'express';
import { type Language, languageOfPath } from '../language/language.js';
import type { PlainPages } from '../pages/plain-pages.js';
import { LOAD_LIMITS, PAGES_AT_LEAST, TOLD_EVERY } from './load.rules.js';
import type { LoadGauge } from './load-gauge.js';
import { discardBody } from './upload-limit.js';

const LOOKING = new Set(['GET', 'HEAD', 'OPTIONS']);

type Kind = keyof typeof LOAD_LIMITS;

interface Shedding {
  readonly gauge: Pick<LoadGauge, 'lag' | 'pace' | 'begun' | 'finished'>;
  readonly pages: PlainPages;
  /** From this lag on some pages are turned away, from twice this lag on all; 0: none. */
  readonly lagLimit: number;
  readonly isPage: (path: string) => boolean;
  readonly limits?: Readonly<Record<Kind, number>>;
  /** Told every ten seconds in which somebody was turned away. */
  readonly tell: (turnedAway: number) => void;
}

/** Two steps of a request's way. */
type Step = (req: Request, res: Response, next: NextFunction) => void;

/**
 * Turns requests away with 503 and Retry-After when there are too many (TRUST.md 1), before a session is read, so that most of what this process
 * can do goes on; what was begun is finished. Pages are turned away before anything else is done about them: of five times as many as can be
 * made, four cost next to nothing so.
 * @param isPage whether an address is one that makes a page: files and health are always served
 * @returns the step for pages, and the one for what is sent, which comes after the answer's headers are there
 */
export function loadShedding({ gauge, pages, lagLimit, isPage, limits = LOAD_LIMITS, tell }: Shedding): { pages: Step; forms: Step } {
  const open: Record<Kind, number> = { pages: 0, forms: 0, uploads: 0 };
  let [turnedAway, toldAt] = [0, 0];

  /** So many that whoever is let in waits about a second for those before them: a page that comes later has been given up. */
  const most = (kind: Kind): number => (kind === 'pages' ? Math.min(limits.pages, Math.max(PAGES_AT_LEAST, gauge.pace)) : limits[kind]);
  const isLate = (): boolean => lagLimit > 0 && Math.random() < (gauge.lag - lagLimit) / lagLimit;

  const count = (): void => {
    turnedAway++;
    if (performance.now() - toldAt <= TOLD_EVERY) return;
    tell(turnedAway);
    [turnedAway, toldAt] = [0, performance.now()];
  };

  const takeUp = (kind: Kind, res: Response): void => {
    open[kind]++;
    if (kind === 'pages') gauge.begun();
    let counts = true;
    const done = (): void => {
      if (!counts) return;
      counts = false;
      open[kind]--;
      if (kind === 'pages') gauge.finished();
    };
    // once the answer is made it is no more work, however slowly somebody reads it: slow readers can't shut others out
    const end = res.end.bind(res) as (...given: unknown[]) => Response;
    res.end = (...given: unknown[]) => {
      done();
      return end(...given);
    };
    res.once('close', done);
  };

  return {
    pages: (req, res, next) => {
      if (!LOOKING.has(req.method) || !isPage(req.path)) return next();
      if (open.pages >= most('pages') || isLate()) {
        count();
        return pages.sendWhole(res, 503, languageOfPath(req.path));
      }
      takeUp('pages', res);
      next();
    },
    forms: (req, res, next) => {
      if (LOOKING.has(req.method)) return next();
      const kind = req.is('multipart/form-data') ? 'uploads' : 'forms';
      if (open[kind] >= most(kind)) {
        count();
        return void discardBody(req).then((there) => there && pages.send(res, 503, res.locals.language as Language));
      }
      takeUp(kind, res);
      next();
    },
  };
}
