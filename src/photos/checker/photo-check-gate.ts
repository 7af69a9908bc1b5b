import { BadRequestException, type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import { MINUTE, SECOND } from '../../clock.js';
import { RefusalPage } from '../../pages/error-pages.filter.js';
import { RequestLimits, TooManyRequests } from '../../security/request-limits.js';
import { discardBody } from '../../security/upload-limit.js';
import { CHECKS_AT_ONCE } from '../photo.rules.js';
import { WorkshopBusy } from '../workshop/photo-workshop.js';

/** 4 MB at a quarter of a megabit a second. */
const LONGEST_UPLOAD = 130 * SECOND;

/**
 * Lets strangers' photos in, before any of their bytes is kept: so many an address and time, shared by all processes, and so many at
 * once in this one, so that the checker can take neither the memory nor the threads of those who are signed in.
 */
@Injectable()
export class PhotoCheckGate implements NestInterceptor {
  #inside = 0;

  constructor(private readonly limits: RequestLimits) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const [req, res] = [http.getRequest<Request>(), http.getResponse<Response>()];
    try {
      await this.limits.consume('photoChecksPerAddress', req.ip ?? '');
      if (this.#inside >= CHECKS_AT_ONCE) throw new WorkshopBusy(`${CHECKS_AT_ONCE} photos are being checked for visitors`);
    } catch (refusal) {
      await discardBody(req); // browsers show an answer only after they have sent their file
      throw refusal instanceof TooManyRequests ? pleaseWait(res, refusal.waitMinutes) : refusal;
    }
    if (req.destroyed && !req.complete) throw new BadRequestException(); // gone meanwhile: no reader of forms would hear of it any more
    return next.handle().pipe(finalize(this.#enter(req)));
  }

  /** Takes a place, until the answer is made or the line is cut; answers with what gives it back. */
  #enter(req: Request): () => void {
    let here = true;
    const leave = (): void => {
      clearTimeout(clock);
      if (here) this.#inside--;
      here = false;
    };
    // whoever sends slower than this, or stops in the middle, keeps no place from others
    const clock = setTimeout(() => req.complete || req.destroy(), LONGEST_UPLOAD).unref();
    this.#inside++;
    req.once('close', () => req.complete || leave());
    return leave;
  }
}

function pleaseWait(res: Response, minutes: number): RefusalPage {
  res.set('Retry-After', String((minutes * MINUTE) / SECOND));
  return new RefusalPage(429, 'photos/check-wait', { minutes });
}
