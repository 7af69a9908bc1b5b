import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Requires, signedInActor } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { optional, required, secret } from '../../forms/fields.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { SessionStart } from '../../sessions/session-start.js';
import { SignInService } from '../sign-in.service.js';
import { showForAWhile } from './new-codes.js';
import { keepChallenge, takeChallenge } from './passkey-challenge.js';
import { Passkeys } from './passkeys.js';
import { FACTOR_NAME_LONGEST } from './second-factor.rules.js';
import { SecondFactors } from './second-factors.service.js';

/** What the browser's script writes into the form; the largest answers have certificates in them. */
export const credential = () => optional(16_000, 'factor:passkey.notMade');

const passkeyForm = z.object({ name: required('factor:passkey.enterName', FACTOR_NAME_LONGEST), credential: credential() });
const withPassword = passkeyForm.extend({ password: secret('signIn:enterPassword') });

/** Adding a passkey, by the script of its page. */
@Controller()
export class PasskeyController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly factors: SecondFactors,
    private readonly passkeys: Passkeys,
    private readonly signIns: SignInService,
    private readonly clock: Clock,
    private readonly starts: SessionStart,
  ) {}

  @GetPage('factorPasskey')
  @Requires('factor.add')
  show(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#page(req, res, this.drafts.open(req, EMPTY_FORM, passkeyForm));
  }

  @PostPage('factorPasskey')
  @Requires('factor.add')
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const actor = signedInActor(req);
    const challenge = takeChallenge(req, 'add', this.clock.now());
    const schema: z.ZodType<{ name: string; credential: string; password?: string }> =
      actor.kind === 'entrant' ? passkeyForm : withPassword;
    const form = readForm(schema, body);
    if (!form.ok) return this.#page(req, res, form.form);
    const { name, credential, password } = form.value;
    if (password !== undefined && !(await this.signIns.confirmsPassword(actor, password)))
      return this.#page(req, res, refused(body, fieldError('password', 'factor:wrongPassword')));
    const passkey = await this.passkeys.judgeNew(credential, challenge);
    const added = passkey ? await this.factors.addPasskey(actor, name, passkey, req.sessionID) : ({ refusal: 'notMade' } as const);
    if (added.refusal === 'again') return redirectTo(res, 'factorCodes'); // where the first press leads as well
    if (added.refusal) return this.#page(req, res, refused(body, fieldError('name', `factor:passkey.${added.refusal}`)));
    if (actor.kind === 'entrant') await this.starts.rise(req, added.epoch);
    req.session.provedTwice = true;
    if (added.codes) showForAWhile(req, added.codes, this.clock.now());
    redirectTo(res, added.codes ? 'factorCodes' : 'factors');
  }

  async #page(req: Request, res: Response, { values, errors }: FormState): Promise<void> {
    const actor = signedInActor(req);
    const known = await this.factors.of(actor.accountId);
    const portal = this.pages.translator.text(res.locals.language as Language, 'factor:app.issuer');
    const options = await this.passkeys.optionsToAdd(actor.accountId, await this.factors.usernameOf(actor.accountId), portal, known);
    keepChallenge(req, 'add', options.challenge, this.clock.now());
    const form = { values: { name: values.name ?? '' }, errors }; // what the authenticator answered is never sent back
    const data = { form, options: JSON.stringify(options), mustAdd: actor.kind === 'entrant', scripts: ['passkey'] };
    this.pages.show(req, res, 'accounts/second-factor/passkey', data);
  }
}
