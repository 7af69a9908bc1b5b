import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Requires, signedInActor } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { secret } from '../../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { SessionStart } from '../../sessions/session-start.js';
import { SignInService } from '../sign-in.service.js';
import { addressOf, newSecret } from './authenticator-code.js';
import { showForAWhile } from './new-codes.js';
import { qrPicture } from '../../pages/qr-picture.js';
import { readCode } from './second-factor.rules.js';
import { SecondFactors } from './second-factors.service.js';

const codeForm = z.object({ oneTimeCode: secret('factor:verify.enter') });
/** Whoever is not just entering gives their password as well: a session left open adds nothing. */
const withPassword = codeForm.extend({ password: secret('signIn:enterPassword') });

/** Adding an authenticator app: the picture, the secret to type, and one code that proves it. */
@Controller()
export class EnrolmentController {
  constructor(
    private readonly pages: Pages,
    private readonly factors: SecondFactors,
    private readonly signIns: SignInService,
    private readonly clock: Clock,
    private readonly starts: SessionStart,
  ) {}

  @GetPage('factorApp')
  @Requires('factor.add')
  show(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#page(req, res, EMPTY_FORM);
  }

  @PostPage('factorApp')
  @Requires('factor.add')
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const actor = signedInActor(req);
    const schema: z.ZodType<{ oneTimeCode: string; password?: string }> = actor.kind === 'entrant' ? codeForm : withPassword;
    const form = readForm(schema, body);
    if (!form.ok) return this.#page(req, res, form.form);
    const { password } = form.value;
    if (password !== undefined && !(await this.signIns.confirmsPassword(actor, password)))
      return this.#page(req, res, refused(body, fieldError('password', 'factor:wrongPassword')));
    const added = await this.factors.addApp(actor, secretOf(req), readCode(form.value.oneTimeCode) ?? '', req.sessionID);
    if (added.refusal === 'again') return redirectTo(res, 'factorCodes'); // where the first press leads as well
    if (added.refusal) return this.#page(req, res, refused(body, fieldError('oneTimeCode', `factor:app.${added.refusal}`)));
    delete req.session.newAppSecret;
    if (actor.kind === 'entrant') await this.starts.rise(req, added.epoch);
    req.session.provedTwice = true;
    if (added.codes) showForAWhile(req, added.codes, this.clock.now());
    redirectTo(res, added.codes ? 'factorCodes' : 'factors');
  }

  async #page(req: Request, res: Response, form: FormState): Promise<void> {
    const actor = signedInActor(req);
    const issuer = this.pages.translator.text(res.locals.language as Language, 'factor:app.issuer');
    const address = addressOf(secretOf(req), issuer, await this.factors.usernameOf(actor.accountId));
    this.pages.show(req, res, 'accounts/second-factor/app', {
      form,
      qr: qrPicture(address),
      address,
      secret: secretOf(req).replace(/(.{4})(?=.)/g, '$1 '),
      mustAdd: actor.kind === 'entrant',
    });
  }
}

/** The secret that page and app share before it is proved: the same until then, so that Reload does not undo what was scanned. */
function secretOf(req: Request): string {
  req.session.newAppSecret ??= newSecret();
  return req.session.newAppSecret;
}
