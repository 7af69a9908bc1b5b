import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { Strategy } from 'passport-local';
import { BROWSER_COOKIE, cookieOf } from '../sessions/browser-cookie.js';
import { deviceOf } from '../sessions/device.js';
import type { SignedIn } from '../sessions/signed-in.js';
import { SignInService } from './sign-in.service.js';

/** Passport's way to a username and password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(
    private readonly signIns: SignInService,
    private readonly logger: PinoLogger,
  ) {
    super({ passReqToCallback: true });
  }

  async validate(req: Request, username: string, password: string): Promise<SignedIn | false> {
    // passport-local reads the address as well: what stands there is in histories, and no way to sign in
    const sent = (req.body ?? {}) as Record<string, unknown>;
    if (sent.username !== username || sent.password !== password) return false;
    const browser = { opened: req.session.openedSignIn ?? null, token: cookieOf(req, BROWSER_COOKIE) };
    const signedIn = await this.signIns.signIn(username, password, req.ip ?? '', deviceOf(req.get('user-agent')), browser);
    // the trail has it where somebody has that name; a name that nobody has may be a password in the wrong field, and is written nowhere
    if (!signedIn) this.logger.warn('a sign-in was refused');
    return signedIn ?? false;
  }
}
