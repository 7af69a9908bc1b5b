import { Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { PublicUrl } from '../../security/public-url.js';
import type { SecondFactor } from './second-factor.entity.js';

/** What is kept of a passkey that proved itself. */
export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
}

/**
 * WebAuthn, for this portal's address only (TRUST.md 15). The person's presence must be shown, their finger or PIN is preferred: the
 * password was asked before.
 */
@Injectable()
export class Passkeys {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** What a browser needs to make one; those that are there already are not made again. */
  optionsToAdd(
    accountId: string,
    username: string,
    portal: string,
    known: readonly SecondFactor[],
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return generateRegistrationOptions({
      rpName: portal,
      rpID: this.#site(),
      userName: username,
      userID: new Uint8Array(Buffer.from(accountId)),
      attestationType: 'none',
      excludeCredentials: listed(known),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
  }

  /** Null when it is none, was made for another challenge, or by another site. */
  async judgeNew(given: string, challenge: string): Promise<NewPasskey | null> {
    const response = readCredential(given) as RegistrationResponseJSON | null;
    if (!response) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.publicUrl.value,
      expectedRPID: this.#site(),
      requireUserVerification: false,
    }).catch(() => NOT_VERIFIED); // the library throws for each way to be wrong
    if (!verified || !registrationInfo) return null;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return { credentialId: Buffer.from(id, 'base64url'), publicKey: Buffer.from(publicKey), counter, transports: transports ?? [] };
  }

  /** What a browser needs to prove one of these. */
  optionsToProve(known: readonly SecondFactor[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({ rpID: this.#site(), allowCredentials: listed(known), userVerification: 'preferred' });
  }

  /** Which of these was proved, with its new count; null when none. A count that does not go up is a copy's, and is refused. */
  async judge(
    given: string,
    challenge: string,
    known: readonly SecondFactor[],
  ): Promise<{ passkey: SecondFactor; counter: number } | null> {
    const response = readCredential(given) as AuthenticationResponseJSON | null;
    const passkey = known.find(({ credentialId }) => response && credentialId && idOf(credentialId) === response.id);
    if (!response || !passkey?.credentialId || !passkey.publicKey) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.publicUrl.value,
      expectedRPID: this.#site(),
      credential: { id: idOf(passkey.credentialId), publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter ?? 0 },
      requireUserVerification: false,
    }).catch(() => ({ verified: false, authenticationInfo: null }));
    return verified && authenticationInfo ? { passkey, counter: authenticationInfo.newCounter } : null;
  }

  /** The portal's name in the network, without protocol and port. */
  #site(): string {
    return new URL(this.publicUrl.value).hostname;
  }
}

const NOT_VERIFIED = { verified: false, registrationInfo: undefined } as const;

const idOf = (credentialId: Uint8Array): string => Buffer.from(credentialId).toString('base64url');

const listed = (known: readonly SecondFactor[]): { id: string; transports?: AuthenticatorTransport[] }[] =>
  known.flatMap(({ credentialId, transports }) =>
    credentialId ? [{ id: idOf(credentialId), transports: (transports ?? []) as AuthenticatorTransport[] }] : [],
  );

/** What the browser wrote into the form; whether it holds is for the library to say. Null when it is no such thing at all. */
function readCredential(given: string): unknown {
  try {
    const read = JSON.parse(given) as unknown;
    return typeof read === 'object' && read !== null && 'response' in read ? read : null;
  } catch {
    return null;
  }
}
