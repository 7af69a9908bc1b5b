import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { BROWSER_COOKIE, cookieOf } from '../sessions/browser-cookie.js';
import { deviceOf } from '../sessions/device.js';
import type { SignedIn } from '../sessions/signed-in.js';
import { SignInService } from './sign-in.service.js';

/** Passport's way to a username and password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly signIns: SignInService) {
    super({ passReqToCallback: true });
  }

  async validate(req: Request, username: string, password: string): Promise<SignedIn | false> {
    const browser = { opened: req.session.openedSignIn ?? null, token: cookieOf(req, BROWSER_COOKIE) };
    return (await this.signIns.signIn(username, password, req.ip ?? '', deviceOf(req.get('user-agent')), browser)) ?? false;
  }
}
