import { Module, type OnModuleInit } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { CasesModule } from '../cases/cases.module.js';
import { type Config } from '../config.js';
import { HOUR } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { RequestLimits } from '../security/request-limits.js';
import { CONFIG } from '../tokens.js';
import { OpenSessions } from '../sessions/open-sessions.js';
import { ActingConsentController } from './acting-consent.controller.js';
import { ActingConsents } from './acting-consent.service.js';
import { AccountController } from './account.controller.js';
import { AccountLockService } from './account-lock.service.js';
import { AccountService } from './account.service.js';
import { BreachedPasswords } from './breached-passwords.js';
import { EmailChangeController } from './email-change.controller.js';
import { EmailChangeService } from './email-change.service.js';
import { FirstSignInController } from './first-sign-in.controller.js';
import { LocalStrategy } from './local.strategy.js';
import { OwnPasswordService } from './own-password.service.js';
import { PasswordChangeController } from './password-change.controller.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordJudge } from './password-judge.js';
import { PasswordRequestController } from './password-request.controller.js';
import { PasswordRequestService } from './password-request.service.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResetService } from './password-reset.service.js';
import { SessionExtensionController } from '../sessions/session-extension.controller.js';
import { SessionStart } from '../sessions/session-start.js';
import { EnrolmentController } from './second-factor/enrolment.controller.js';
import { FactorCheck } from './second-factor/factor-check.js';
import { FactorRemoval } from './second-factor/factor-removal.service.js';
import { FactorReset } from './second-factor/factor-reset.service.js';
import { FactorRemovalController } from './second-factor/factor-removal.controller.js';
import { PasskeyController } from './second-factor/passkey.controller.js';
import { Passkeys } from './second-factor/passkeys.js';
import { RecoveryCodes } from './second-factor/recovery-codes.js';
import { SecondFactors } from './second-factor/second-factors.service.js';
import { SecurityController } from './second-factor/security.controller.js';
import { VerificationController } from './second-factor/verification.controller.js';
import { VerificationService } from './second-factor/verification.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInRecords } from './sign-in-records.js';
import { SignInLinkController } from './sign-in-link.controller.js';
import { SignInLinkService } from './sign-in-link.service.js';
import { SignInService } from './sign-in.service.js';
import { SignInsController } from './sign-ins.controller.js';
import { StaffAccountService } from './staff-account.service.js';
import { ExpiringPasswords } from './expiring-passwords.js';
import { TemporaryPasswords } from './temporary-passwords.js';

@Module({
  imports: [PassportModule.register({ session: true }), CasesModule],
  controllers: [
    SignInController,
    FirstSignInController,
    AccountController,
    ActingConsentController,
    SignInsController,
    PasswordChangeController,
    EmailChangeController,
    SignInLinkController,
    SessionExtensionController,
    PasswordResetController,
    PasswordRequestController,
    VerificationController,
    EnrolmentController,
    PasskeyController,
    SecurityController,
    FactorRemovalController,
  ],
  providers: [
    LocalStrategy,
    SessionStart,
    OpenSessions,
    SignInRecords,
    AccountLockService,
    SignInService,
    OwnPasswordService,
    PasswordJudge,
    SignInLinkService,
    EmailChangeService,
    TemporaryPasswords,
    AccountService,
    ActingConsents,
    StaffAccountService,
    PasswordRequestService,
    ExpiringPasswords,
    PasswordResetService,
    RecoveryCodes,
    Passkeys,
    FactorCheck,
    FactorRemoval,
    FactorReset,
    SecondFactors,
    VerificationService,
    { provide: PasswordHasher, useFactory: (config: Config) => new PasswordHasher(config.secrets.passwordPepper), inject: [CONFIG] },
    { provide: BreachedPasswords, useFactory: (config: Config) => BreachedPasswords.open(config.breachedPasswordsFile), inject: [CONFIG] },
  ],
  exports: [
    TemporaryPasswords,
    OpenSessions,
    AccountLockService,
    SignInService,
    OwnPasswordService,
    PasswordHasher,
    AccountService,
    ActingConsents,
    StaffAccountService,
    PasswordRequestService,
    EmailChangeService,
    SecondFactors,
    FactorRemoval,
    FactorReset,
  ],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly jobs: TimedJobs,
    private readonly limits: RequestLimits,
  ) {}

  onModuleInit(): void {
    this.jobs.register('limits.purge', HOUR, () => this.limits.purgeExpired());
  }
}
