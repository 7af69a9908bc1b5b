import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
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
    return (await this.signIns.signIn(username, password, req.ip ?? '', deviceOf(req.get('user-agent')))) ?? false;
  }
}
