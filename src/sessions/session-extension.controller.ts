import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SignedInOnly } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { formatTime } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { PostPage } from '../language/page-routes.js';
import { Translator } from '../language/translator.js';
import { visitorOf } from '../pages/visitor.js';

/** "Stay signed in" in the dialog before a session ends: the request itself is what extends the session. */
@Controller()
export class SessionExtensionController {
  constructor(
    private readonly translator: Translator,
    private readonly clock: Clock,
  ) {}

  @PostPage('sessionExtend')
  @SignedInOnly()
  extend(@Req() req: Request, @Res() res: Response): void {
    const now = this.clock.now();
    const visitor = visitorOf(req);
    if (!visitor) throw new Error('nobody is signed in');
    const endsAt = visitor.sessionEndsAt(now);
    const language = res.locals.language as Language;
    res.json({
      left: endsAt.getTime() - now.getTime(),
      last: visitor.lastsUntil.getTime() - now.getTime(),
      sentence: this.translator.text(language, 'layout:sessionEnds', { time: formatTime(endsAt, language) }),
    });
  }
}
