import { Body, Controller, Req, Res, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request, Response } from 'express';
import { Public, SignedInOnly } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { required, secret } from '../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { homeOf, redirectTo } from '../pages/redirect.js';
import { z } from 'zod';
import { endSession } from '../sessions/session-end.js';
import { SessionStart } from '../sessions/session-start.js';
import { PASSWORD_SHORTEST } from './password.rules.js';
import { askForSecondStep } from './second-factor/password-passed.js';
import { VerificationService } from './second-factor/verification.service.js';
import { PasswordTooShortAlone } from './sign-in.service.js';

const signInForm = z.object({ username: required('signIn:enterUsername'), password: secret('signIn:enterPassword') });

/** Passport's local strategy judges; a refusal comes back to our own page instead of a bare 401. */
class SignInGuard extends AuthGuard('local') {
  override handleRequest<User>(fault: unknown, user: User): User {
    if (fault instanceof PasswordTooShortAlone) throw new RefusalPage(403, 'accounts/password-too-short', { shortest: PASSWORD_SHORTEST });
    if (fault) throw fault;
    return (user || undefined) as User;
  }
}

/** Signing in and out. */
@Controller()
export class SignInController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly sessions: SessionStart,
    private readonly clock: Clock,
    private readonly verification: VerificationService,
  ) {}

  @GetPage('signIn')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    if (req.user) return redirectTo(res, homeOf(req.user.actor));
    this.#page(req, res, this.drafts.open(req, EMPTY_FORM, signInForm));
  }

  @PostPage('signIn')
  @Public()
  @UseGuards(SignInGuard)
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const form = readForm(signInForm, body);
    if (!form.ok) return this.#page(req, res, form.form);
    const signedIn = req.user;
    if (!signedIn) return this.#page(req, res, refused(body, fieldError('username', 'signIn:notRecognised')));
    const passed = await this.verification.after(signedIn);
    if (passed) return askForSecondStep(req, res, passed);
    await this.sessions.begin(req, res, signedIn);
  }

  @PostPage('signOut')
  @SignedInOnly()
  async remove(@Req() req: Request, @Res() res: Response): Promise<void> {
    await endSession(req, res);
    redirectTo(res, 'signedOut');
  }

  @GetPage('signedOut')
  @Public()
  signedOut(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/signed-out');
  }

  @GetPage('sessionEnded')
  @Public()
  sessionEnded(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/session-ended', { keptBefore: req.session?.kept ?? null });
  }

  /** Told when a mailed link has opened sign-in in this browser, and until when. */
  #page(req: Request, res: Response, form: FormState): void {
    const until = req.session.openedSignIn?.until ?? 0;
    this.pages.show(req, res, 'accounts/sign-in', { form, opened: until > this.clock.now().getTime() ? new Date(until) : null });
  }
}
