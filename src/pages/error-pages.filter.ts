import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { NotFoundError, OptimisticLockError } from '@mikro-orm/core';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { MINUTE, SECOND } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import type { Language } from '../language/language.js';
import { hrefByName } from '../language/routes.js';
import { refusalInLog } from '../security/refusal-in-log.js';
import { RETRY_AFTER, TooManyRequests } from '../security/request-limits.js';
import { hasBody } from '../security/strict-requests.js';
import { discardBody } from '../security/upload-limit.js';
import { isOutage } from './outage.js';
import { Pages } from './pages.js';
import { visitorOf } from './visitor.js';

/** Statuses with a page of their own; any other becomes 400 or 500. */
export const ERROR_PAGES = [400, 403, 404, 405, 408, 409, 410, 413, 415, 429, 431, 500, 503] as const;

/** A page of its own instead of the status's general one: a used invitation, say. */
export class RefusalPage extends HttpException {
  constructor(
    status: number,
    readonly view: string,
    readonly data: Record<string, unknown> = {},
  ) {
    super(view, status);
  }
}

/** Makes every fault and refusal a full page in the reader's language, with its true status. */
@Catch()
@Injectable()
export class ErrorPages implements ExceptionFilter {
  constructor(
    private readonly pages: Pages,
    private readonly logger: PinoLogger,
  ) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [req, res] = [http.getRequest<Request>(), http.getResponse<Response>()];
    if (res.headersSent) {
      // too late for a page; a reader who left is nobody's fault
      if ((fault as { code?: unknown } | null)?.code !== 'ERR_STREAM_PREMATURE_CLOSE')
        this.logger.error({ err: fault }, 'an answer was cut off');
      return void res.end();
    }
    if (fault instanceof GoElsewhere) {
      return res.redirect(303, hrefByName(fault.route, res.locals.language as Language, fault.params));
    }
    // browsers show an answer only after they have sent all they have to send
    if (req.complete || !hasBody(req)) this.#answer(fault, req, res);
    else void discardBody(req).then((there) => there && !res.headersSent && this.#answer(fault, req, res));
  }

  #answer(fault: unknown, req: Request, res: Response): void {
    const status = statusOf(fault);
    if (status === 503 && !isOutage(fault))
      this.logger.warn({ why: Error.isError(fault) ? fault.message : '' }, 'a request was turned away'); // strangers can't fill the log with stacks
    else if (status >= 500 && !hasLeft(req)) this.logger.error({ err: fault }, 'a request failed');
    const refusal = refusalInLog(fault, status, req);
    if (refusal) this.logger.warn(refusal, 'a request was refused');
    if (!req.complete && hasBody(req)) res.set('Connection', 'close');
    if (status === 503) res.set('Retry-After', String(RETRY_AFTER / SECOND));
    const minutes = fault instanceof TooManyRequests ? fault.waitMinutes : 1;
    const wait = fault instanceof TooManyRequests ? fault.wait : ({ unit: 'minutes', count: minutes } as const);
    if (status === 429 && !res.get('Retry-After')) res.set('Retry-After', String((minutes * MINUTE) / SECOND));
    try {
      if (fault instanceof RefusalPage) this.pages.show(req, res, fault.view, { ...fault.data, status }, status);
      else
        this.pages.show(
          req,
          res,
          'errors/error',
          {
            status,
            key: isOutage(fault) ? 'errors:outage' : `errors:${status}`,
            next: wait.unit === 'hours' ? 'nextHours' : 'next',
            count: wait.count,
            kind: visitorOf(req)?.kind ?? 'public',
          },
          status,
        );
    } catch (worse) {
      this.logger.error({ err: worse }, 'the error page failed as well');
      res.status(status).type('text').send(LAST_RESORT);
    }
  }
}

/** The line was cut while the request was still coming: nobody's fault, and nobody is there to be answered. */
const hasLeft = (req: Request): boolean => req.destroyed && !req.complete;

const LAST_RESORT =
  'Something went wrong. Please try again in a few minutes. / Un problème est survenu. Veuillez réessayer dans quelques minutes.\n';

/** `instanceof Error` is not to be trusted for faults of other realms; statuses of body parsers and multer are read by name. */
function statusOf(fault: unknown): number {
  if (fault instanceof HttpException) return known(fault.getStatus());
  if (fault instanceof TransitionRefused || fault instanceof OptimisticLockError) return 409;
  if (fault instanceof NotFoundError) return 404;
  const { status, code, name } = (fault ?? {}) as { status?: unknown; code?: unknown; name?: unknown };
  if (name === 'WorkshopBusy') return 503;
  if (name === 'MulterError') return code === 'LIMIT_FILE_SIZE' ? 413 : 400;
  if (typeof status === 'number') return known(status);
  return isOutage(fault) ? 503 : 500;
}

function known(status: number): number {
  if ((ERROR_PAGES as readonly number[]).includes(status)) return status;
  return status >= 400 && status < 500 ? 400 : 500;
}
