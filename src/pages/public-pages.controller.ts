import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { GetPage } from '../language/page-routes.js';
import type { Language } from '../language/language.js';
import { PhotoQueue } from '../photos/review/photo-queue.js';
import { Pages, type ViewData } from './pages.js';
import { tested } from './tested.js';

/** Pages that anyone may read. */
@Controller()
export class PublicPagesController {
  readonly #tested = tested();

  constructor(
    private readonly pages: Pages,
    private readonly queue: PhotoQueue,
  ) {}

  /** The root is a choice of languages, in both (PAGES.md 2). */
  @Get('/')
  @Public()
  root(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'public/root');
  }

  @GetPage('start')
  @Public()
  async start(@Req() req: Request, @Res() res: Response): Promise<void> {
    this.pages.show(req, res, 'public/start', { queue: await this.queue.toldToAll() });
  }

  @GetPage('help') @Public() help(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'help');
  }
  @GetPage('contact') @Public() contact(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'contact');
  }
  @GetPage('photoRequirements') @Public() photo(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'photo-requirements');
  }
  @GetPage('representatives') @Public() representatives(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'representatives');
  }
  @GetPage('accessibility') @Public() accessibility(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'accessibility', { tested: this.#tested });
  }
  @GetPage('privacy') @Public() privacy(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'privacy');
  }
  @GetPage('terms') @Public() terms(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'terms');
  }
  @GetPage('browserSupport') @Public() browsers(@Req() req: Request, @Res() res: Response): void {
    this.#prose(req, res, 'browser-support');
  }

  #prose(req: Request, res: Response, name: string, data: ViewData = {}): void {
    this.pages.show(req, res, `prose/${name}.${res.locals.language as Language}`, data);
  }
}
