import { BadRequestException, type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import { MINUTE, SECOND } from '../../clock.js';
import { RefusalPage } from '../../pages/error-pages.filter.js';
import { RequestLimits, TooManyRequests } from '../../security/request-limits.js';
import { networkOf } from '../../security/network-address.js';
import { discardBody } from '../../security/upload-limit.js';
import { CHECKS_AT_ONCE, CHECKS_AT_ONCE_PER_ADDRESS } from '../photo.rules.js';

/** 4 MB at a quarter of a megabit a second. */
const LONGEST_UPLOAD = 130 * SECOND;

/**
 * Lets strangers' photos in, before any of their bytes is kept: so many an address and time, shared by all processes, and so many at
 * once in this one, so that the checker can take neither the memory nor the threads of those who are signed in. One address gets a few
 * places only: whoever sends slowly on many lines keeps the checker from nobody else.
 */
@Injectable()
export class PhotoCheckGate implements NestInterceptor {
  #inside = 0;
  readonly #insideFrom = new Map<string, number>();

  constructor(private readonly limits: RequestLimits) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const [req, res] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const network = networkOf(req.ip ?? '');
    try {
      await this.limits.consume('photoChecksPerAddress', req.ip ?? '');
      const here = this.#insideFrom.get(network) ?? 0;
      if (this.#inside >= CHECKS_AT_ONCE || here >= CHECKS_AT_ONCE_PER_ADDRESS) throw new RefusalPage(503, 'photos/check-busy');
    } catch (refusal) {
      await discardBody(req); // browsers show an answer only after they have sent their file
      throw refusal instanceof TooManyRequests ? pleaseWait(res, refusal.waitMinutes) : refusal;
    }
    if (req.destroyed && !req.complete) throw new BadRequestException(); // gone meanwhile: no reader of forms would hear of it any more
    return next.handle().pipe(finalize(this.#enter(req, network)));
  }

  /** Takes a place, until the answer is made or the line is cut; answers with what gives it back. */
  #enter(req: Request, network: string): () => void {
    let here = true;
    const leave = (): void => {
      clearTimeout(clock);
      if (here) this.#count(network, -1);
      here = false;
    };
    // whoever sends slower than this, or stops in the middle, keeps no place from others
    const clock = setTimeout(() => req.complete || req.destroy(), LONGEST_UPLOAD).unref();
    this.#count(network, 1);
    req.once('close', () => req.complete || leave());
    return leave;
  }

  #count(network: string, more: 1 | -1): void {
    this.#inside += more;
    const from = (this.#insideFrom.get(network) ?? 0) + more;
    if (from > 0) this.#insideFrom.set(network, from);
    else this.#insideFrom.delete(network);
  }
}

function pleaseWait(res: Response, minutes: number): RefusalPage {
  res.set('Retry-After', String((minutes * MINUTE) / SECOND));
  return new RefusalPage(429, 'photos/check-wait', { minutes });
}
