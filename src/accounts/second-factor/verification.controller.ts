import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { Public } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { secret } from '../../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { BROWSER_COOKIE, cookieOf } from '../../sessions/browser-cookie.js';
import { deviceOf } from '../../sessions/device.js';
import { SessionStart } from '../../sessions/session-start.js';
import type { SignedIn } from '../../sessions/signed-in.js';
import { credential } from './passkey.controller.js';
import { keepChallenge, takeChallenge } from './passkey-challenge.js';
import { Passkeys } from './passkeys.js';
import { RECOVERY_CODES } from './second-factor.rules.js';
import { type PasswordPassed, type TryingBrowser, VerificationService } from './verification.service.js';

const codeForm = z.object({ oneTimeCode: secret('factor:verify.enter') });
const passkeyForm = z.object({ credential: credential() });
const recoveryForm = z.object({ recoveryCode: secret('factor:recovery.enter') });

/** The second step of a sign-in: a code of the app, a passkey or a recovery code. */
@Controller()
export class VerificationController {
  constructor(
    private readonly pages: Pages,
    private readonly verification: VerificationService,
    private readonly passkeys: Passkeys,
    private readonly sessions: SessionStart,
    private readonly clock: Clock,
  ) {}

  @GetPage('verification')
  @Public()
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.#codePage(req, res, EMPTY_FORM);
  }

  @PostPage('verification')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const passed = passedOf(req);
    const form = readForm(codeForm, body);
    if (!form.ok) return this.#codePage(req, res, form.form);
    const result = await this.verification.byCode(passed, form.value.oneTimeCode, browserOf(req));
    if (result === 'wrong') return this.#codePage(req, res, refused(body, fieldError('oneTimeCode', 'factor:verify.wrong')));
    await this.#begin(req, res, result);
  }

  @PostPage('verificationPasskey')
  @Public()
  async createPasskey(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const passed = passedOf(req);
    const challenge = takeChallenge(req, 'prove', this.clock.now());
    const form = readForm(passkeyForm, body);
    if (!form.ok) return this.#codePage(req, res, form.form);
    const result = await this.verification.byPasskey(passed, form.value.credential, challenge, browserOf(req));
    if (result === 'wrong') return this.#codePage(req, res, { values: {}, errors: [fieldError('passkey', 'factor:passkey.wrong')] });
    await this.#begin(req, res, result);
  }

  @GetPage('verificationRecovery')
  @Public()
  async showRecovery(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.#recoveryPage(req, res, EMPTY_FORM);
  }

  @PostPage('verificationRecovery')
  @Public()
  async createRecovery(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const passed = passedOf(req);
    const form = readForm(recoveryForm, body);
    if (!form.ok) return this.#recoveryPage(req, res, form.form);
    const result = await this.verification.byRecoveryCode(passed, form.value.recoveryCode, browserOf(req));
    if (result === 'wrong') return this.#recoveryPage(req, res, refused(body, fieldError('recoveryCode', 'factor:recovery.wrong')));
    await this.#begin(req, res, result);
  }

  async #begin(req: Request, res: Response, result: SignedIn | 'over'): Promise<void> {
    if (result === 'over') throw startAgain(req);
    await this.sessions.begin(req, res, result, 'secondFactor');
  }

  async #codePage(req: Request, res: Response, form: FormState): Promise<void> {
    const ways = await this.verification.waysOf(passedOf(req));
    if (!ways) throw startAgain(req);
    const known = ways.filter(({ kind }) => kind === 'passkey');
    const options = known.length > 0 ? await this.passkeys.optionsToProve(known) : null;
    if (options) keepChallenge(req, 'prove', options.challenge, this.clock.now());
    this.pages.show(req, res, 'accounts/second-factor/verification', {
      form: { values: {}, errors: form.errors },
      hasApp: ways.some(({ kind }) => kind === 'app'),
      options: options ? JSON.stringify(options) : '',
      passkeyError: form.errors.find(({ field }) => field === 'passkey')?.key ?? '',
      scripts: options ? ['passkey'] : [],
    });
  }

  async #recoveryPage(req: Request, res: Response, form: FormState): Promise<void> {
    if (!(await this.verification.waysOf(passedOf(req)))) throw startAgain(req);
    this.pages.show(req, res, 'accounts/second-factor/verification-recovery', { form, all: RECOVERY_CODES });
  }
}

/** @throws GoElsewhere when no password was given, or too long ago */
function passedOf(req: Request): PasswordPassed {
  const passed = req.session?.passwordPassed;
  if (!passed) throw new GoElsewhere('signIn');
  return passed;
}

const browserOf = (req: Request): TryingBrowser => ({ device: deviceOf(req.get('user-agent')), token: cookieOf(req, BROWSER_COOKIE) });

function startAgain(req: Request): GoElsewhere {
  delete req.session.passwordPassed;
  return new GoElsewhere('signIn');
}
