import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { type Config } from '../config.js';
import { CONFIG } from '../tokens.js';
import { AccountController } from './account.controller.js';
import { FirstSignInController } from './first-sign-in.controller.js';
import { LocalStrategy } from './local.strategy.js';
import { OwnPasswordService } from './own-password.service.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';

@Module({
  imports: [PassportModule.register({ session: true })],
  controllers: [SignInController, FirstSignInController, AccountController],
  providers: [
    LocalStrategy,
    SignInService,
    OwnPasswordService,
    { provide: PasswordHasher, useFactory: (config: Config) => new PasswordHasher(config.secrets.passwordPepper), inject: [CONFIG] },
  ],
  exports: [SignInService, OwnPasswordService, PasswordHasher],
})
export class AccountsModule {}
