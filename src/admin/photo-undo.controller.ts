import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { redirectTo } from '../pages/redirect.js';
import { PhotoUndoService, UndoRefused } from '../photos/review/photo-undo.service.js';

/** Taking a decision back, a supervisor's correction, and turning the single keys of the review off or on. */
@Controller()
export class AdminPhotoUndoController {
  constructor(private readonly undoing: PhotoUndoService) {}

  @PostPage('adminPhotoUndo')
  @Requires('photo.review')
  async undo(@Res() res: Response, @Param('attempt') attempt: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await orRefusal(this.undoing.undo(officer, attempt), attempt);
    redirectTo(res, 'adminPhoto', { attempt });
  }

  @PostPage('adminPhotoCorrection')
  @DecidesOnFile()
  @Requires('photo.correct')
  async reopen(@Res() res: Response, @Param('attempt') attempt: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await orRefusal(this.undoing.reopen(officer, attempt), attempt);
    redirectTo(res, 'adminPhoto', { attempt });
  }

  /** For this session (WCAG 2.1.4). */
  @PostPage('adminPhotoKeys')
  @Requires('photo.review')
  keys(@Req() req: Request, @Res() res: Response, @Param('attempt') attempt: string, @Body() body: { keys?: unknown } | undefined): void {
    req.session.keysOff = body?.keys === 'off';
    redirectTo(res, 'adminPhoto', { attempt });
  }
}

async function orRefusal(taking: Promise<void>, attempt: string): Promise<void> {
  try {
    await taking;
  } catch (fault) {
    if (!(fault instanceof UndoRefused)) throw fault;
    throw new RefusalPage(fault.why === 'notYours' ? 403 : 409, 'admin/photo-undo-refused', { attempt, why: fault.why });
  }
}
