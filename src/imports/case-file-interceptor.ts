import type { Readable } from 'node:stream';
import { BadRequestException, type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import multer from 'multer';
import type { Observable } from 'rxjs';
import type { Actor } from '../access/actor.js';
import { MAX_IMPORT_BYTES } from './import.rules.js';
import { ImportReceiving, type Received } from './import-receiving.service.js';

declare global {
  namespace Express {
    interface Request {
      /** What became of the uploaded table; undefined when the form came without one. */
      received?: Received;
    }
  }
}

/** Hands the one file called `table` to ImportReceiving while it arrives. Runs after the access guard: a table of somebody who may not send one is never read. */
@Injectable()
export class CaseFileInterceptor implements NestInterceptor {
  readonly #read: ReturnType<ReturnType<typeof multer>['single']>;

  constructor(receiving: ImportReceiving) {
    this.#read = multer({
      storage: {
        _handleFile: (req, file, done) => void handle(receiving, req, file).then(() => done(null, {}), done),
        _removeFile: (_req, _file, done) => done(null),
      },
      defParamCharset: 'utf8',
      // more than we take, as upload-limit.ts lets in, so that what is too large is told on the page
      limits: {
        fileSize: MAX_IMPORT_BYTES + 64 * 1024,
        files: 1,
        fields: 3,
        fieldSize: 1024,
        fieldNameSize: 50,
        fieldNestingDepth: 0,
        parts: 5,
        headerPairs: 20,
      },
    }).single('table');
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const [req, res] = [http.getRequest<Request>(), http.getResponse<Response>()];
    await new Promise<void>((done, fail) => this.#read(req, res, (fault: unknown) => (fault ? fail(asRequest(fault)) : done())));
    return next.handle();
  }
}

/** What can't be read because it was cut off or garbled on its way is no fault of ours: 400, as for photos. */
const GARBLED = /^(?:Unexpected end of |Malformed |Missing |Multipart: |Request (?:aborted|closed|error))/;

const asRequest = (fault: unknown): unknown =>
  Error.isError(fault) && GARBLED.test(fault.message) ? new BadRequestException('garbled upload', { cause: fault }) : fault;

async function handle(receiving: ImportReceiving, req: Request, file: Express.Multer.File): Promise<void> {
  const stream = file.stream as Readable;
  const officer = req.user?.actor as Actor<'officer'>;
  try {
    req.received = await receiving.receive(officer, shownName(file.originalname), stream.iterator({ destroyOnReturn: false }));
  } finally {
    stream.resume(); // what was not read is passed over, so that the answer can be sent
  }
}

/** What the officer called the file: no control characters, not endless. */
const shownName = (name: string): string => [...name.normalize('NFC').replace(/\p{C}/gu, '')].slice(0, 150).join('') || '–';
