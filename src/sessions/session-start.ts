import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SignInRecords } from '../accounts/sign-in-records.js';
import { LateForms } from '../forms/late-forms.js';
import { homeOf, redirectTo } from '../pages/redirect.js';
import { browserToken } from './browser-cookie.js';
import { deviceOf } from './device.js';
import { hashOfSession } from './session-store.js';
import type { SignedIn } from './signed-in.js';

/** Where a sign-in ends and a session begins: one place, whatever it took to prove who somebody is. */
@Injectable()
export class SessionStart {
  constructor(
    private readonly records: SignInRecords,
    private readonly forms: LateForms,
  ) {}

  /**
   * Gives somebody who has proved who they are a session with a new id, and leads them to the page they had asked for, or to where
   * they begin. What they sent after their last session had ended waits there, filled in. Nothing else of the visit before is carried over.
   * @param proof what was asked for; officers get in with both only
   */
  async begin(req: Request, res: Response, signedIn: SignedIn, proof: 'password' | 'secondFactor' = 'password'): Promise<void> {
    const { returnTo } = req.session;
    const device = deviceOf(req.get('user-agent'));
    await this.records.done(signedIn, device, browserToken(req, res));
    delete req.session.provedTwice; // of whoever was signed in here before
    await this.renew(req, signedIn, device);
    if (proof === 'secondFactor') req.session.provedTwice = true;
    const kept = await this.forms.giveBack(req, signedIn.actor);
    if (kept) return res.redirect(303, kept);
    if (returnTo && signedIn.actor.kind === 'entrant') req.session.returnTo = returnTo;
    else if (returnTo && signedIn.actor.kind !== 'newcomer') return res.redirect(303, returnTo);
    redirectTo(res, homeOf(signedIn.actor));
  }

  /**
   * An entrant has added a second step and may do more from here on: under a new id, and still on the way to the page they asked for.
   * @param epoch of the account since then
   */
  async rise(req: Request, epoch: number): Promise<void> {
    const { returnTo } = req.session;
    if (req.user) await this.renew(req, { ...req.user, epoch });
    if (returnTo) req.session.returnTo = returnTo;
  }

  /** Goes on under a new id: what was known of the former one opens nothing any more. It opens nothing itself where `signedIn` is of before all sessions ended. */
  async renew(req: Request, signedIn: SignedIn, device = deviceOf(req.get('user-agent'))): Promise<void> {
    const { provedTwice, replaced = [], passport } = req.session;
    const owner = passport?.user?.actor.accountId; // none yet while they visit: another window may still show the sign-in page
    const own = owner === undefined || owner === signedIn.actor.accountId;
    const former = hashOfSession(req.sessionID).toString('base64url');
    await new Promise<void>((done, fail) => req.logIn(signedIn, (fault: unknown) => (fault ? fail(fault) : done())));
    req.session.device = device;
    if (provedTwice) req.session.provedTwice = true;
    if (own) req.session.replaced = [...replaced, former];
  }
}
