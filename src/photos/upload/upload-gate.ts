import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { RequestLimits } from '../../security/request-limits.js';
import { discardBody } from '../../security/upload-limit.js';

/** So many photos an account and time, shared by all processes: counted before any byte of one is kept. */
@Injectable()
export class UploadGate implements NestInterceptor {
  constructor(private readonly limits: RequestLimits) {}

  /** @throws TooManyRequests */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const req = context.switchToHttp().getRequest<Request>();
    await this.limits.consume('uploadsPerAccount', req.user?.actor.accountId ?? '').catch(async (refusal: unknown) => {
      await discardBody(req); // browsers show an answer only after they have sent their file
      throw refusal;
    });
    return next.handle();
  }
}
