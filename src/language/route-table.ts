import type { Language } from './language.js';
import { OFFICERS_ROUTES } from './officers-routes.js';

/**
 * Every page's address in both languages: the one list that makes handlers, links, language twins and the tests' matrix.
 * The parameters of a row carry the same names, in the same order, in both languages.
 */
export const ROUTES = {
  start: { en: '/en', fr: '/fr' },

  // Public pages of prose
  help: { en: '/en/help', fr: '/fr/aide' },
  contact: { en: '/en/contact', fr: '/fr/coordonnees' },
  photoCheck: { en: '/en/photo-check', fr: '/fr/verification-photo' },
  ecoprCheck: { en: '/en/ecopr-check', fr: '/fr/verification-crpe' },
  ecoprChecked: { en: '/en/ecopr-check/:code', fr: '/fr/verification-crpe/:code' },
  emailCheck: { en: '/en/email-check', fr: '/fr/verification-courriel' },
  emailChecked: { en: '/en/email-check/:code', fr: '/fr/verification-courriel/:code' },
  photographer: { en: '/en/photographer', fr: '/fr/photographe' },
  photographerUpload: { en: '/en/photographer/:code', fr: '/fr/photographe/:code' },
  photoRequirements: { en: '/en/photo-requirements', fr: '/fr/exigences-photo' },
  representatives: { en: '/en/representatives', fr: '/fr/representants' },
  accessibility: { en: '/en/accessibility', fr: '/fr/accessibilite' },
  privacy: { en: '/en/privacy', fr: '/fr/confidentialite' },
  terms: { en: '/en/terms', fr: '/fr/avis' },
  browserSupport: { en: '/en/browser-support', fr: '/fr/navigateurs' },

  // Carrying what was typed to the other language (PAGES.md 3.2)
  languageSwitch: { en: '/en/language', fr: '/fr/langue' },

  // Signing in and out, passwords
  signIn: { en: '/en/sign-in', fr: '/fr/connexion' },
  verification: { en: '/en/verification', fr: '/fr/verification' },
  verificationPasskey: { en: '/en/verification/passkey', fr: '/fr/verification/cle-acces' },
  verificationRecovery: { en: '/en/verification/recovery-code', fr: '/fr/verification/code-recuperation' },
  signOut: { en: '/en/sign-out', fr: '/fr/deconnexion' },
  signedOut: { en: '/en/signed-out', fr: '/fr/deconnexion-reussie' },
  sessionExtend: { en: '/en/session', fr: '/fr/session' },
  sessionEnded: { en: '/en/session-ended', fr: '/fr/session-terminee' },
  firstSignIn: { en: '/en/first-sign-in', fr: '/fr/premiere-connexion' },
  passwordReset: { en: '/en/password-reset', fr: '/fr/reinitialisation-mot-passe' },
  passwordResetSent: { en: '/en/password-reset/sent', fr: '/fr/reinitialisation-mot-passe/envoyee' },
  passwordResetNew: { en: '/en/password-reset/new/:token', fr: '/fr/reinitialisation-mot-passe/nouveau/:token' },
  passwordChanged: { en: '/en/password-reset/done', fr: '/fr/reinitialisation-mot-passe/terminee' },
  signInLink: { en: '/en/sign-in/link/:token', fr: '/fr/connexion/lien/:token' },
  newEmailConfirmed: { en: '/en/new-email-address', fr: '/fr/nouvelle-adresse-courriel' },
  newEmailConfirm: { en: '/en/new-email-address/:token', fr: '/fr/nouvelle-adresse-courriel/:token' },
  consentAnswered: { en: '/en/agreement', fr: '/fr/consentement' },
  consent: { en: '/en/agreement/:token', fr: '/fr/consentement/:token' },
  temporaryPassword: { en: '/en/temporary-password', fr: '/fr/mot-passe-temporaire' },
  temporaryPasswordAsked: { en: '/en/temporary-password/asked', fr: '/fr/mot-passe-temporaire/demande' },

  // Everybody who is signed in
  accountSignIns: { en: '/en/account/sign-ins', fr: '/fr/compte/connexions' },
  accountSessionEnd: { en: '/en/account/sign-ins/:session/end', fr: '/fr/compte/connexions/:session/fin' },
  accountSessionsEnd: { en: '/en/account/sign-ins/end-others', fr: '/fr/compte/connexions/fin-autres' },
  accountNotMe: { en: '/en/account/sign-ins/not-me', fr: '/fr/compte/connexions/pas-moi' },
  accountLocked: { en: '/en/account-locked', fr: '/fr/compte-verrouille' },

  // The reply to an invitation, one question a page
  invitation: { en: '/en/invitation/:token', fr: '/fr/invitation/:token' },
  replyWho: { en: '/en/reply/who', fr: '/fr/reponse/qui' },
  replyRepresentative: { en: '/en/reply/representative', fr: '/fr/reponse/representant' },
  replyFacts: { en: '/en/reply/your-details', fr: '/fr/reponse/vos-renseignements' },
  replyEmail: { en: '/en/reply/email', fr: '/fr/reponse/courriel' },
  replyPresence: { en: '/en/reply/in-canada', fr: '/fr/reponse/au-canada' },
  replyAbroad: { en: '/en/reply/return', fr: '/fr/reponse/retour' },
  replyAppearance: { en: '/en/reply/eyes-and-height', fr: '/fr/reponse/yeux-et-taille' },
  replyMember: { en: '/en/reply/persons/:person', fr: '/fr/reponse/personnes/:person' },
  replyMemberHere: { en: '/en/reply/persons/:person/in-canada', fr: '/fr/reponse/personnes/:person/au-canada' },
  replyCheck: { en: '/en/reply/check', fr: '/fr/reponse/verification' },
  replySent: { en: '/en/reply/sent', fr: '/fr/reponse/envoyee' },
  emailConfirmed: { en: '/en/email-address', fr: '/fr/adresse-courriel' },
  emailConfirm: { en: '/en/email-address/:token', fr: '/fr/adresse-courriel/:token' },

  // Everybody's own account
  account: { en: '/en/account', fr: '/fr/compte' },
  accountPassword: { en: '/en/account/password', fr: '/fr/compte/mot-passe' },
  accountEmail: { en: '/en/account/email', fr: '/fr/compte/courriel' },
  accountEmailSent: { en: '/en/account/email/sent', fr: '/fr/compte/courriel/envoye' },
  factors: { en: '/en/account/security', fr: '/fr/compte/securite' },
  factorApp: { en: '/en/account/security/app', fr: '/fr/compte/securite/application' },
  factorPasskey: { en: '/en/account/security/passkey', fr: '/fr/compte/securite/cle-acces' },
  factorCodes: { en: '/en/account/security/recovery-codes', fr: '/fr/compte/securite/codes-recuperation' },
  factorCodesKept: { en: '/en/account/security/recovery-codes/kept', fr: '/fr/compte/securite/codes-recuperation/conserves' },
  factorRemoval: { en: '/en/account/security/ways/:factor/removal', fr: '/fr/compte/securite/moyens/:factor/retrait' },

  // The applicant
  accountRepresentative: { en: '/en/account/representative', fr: '/fr/compte/representation' },
  accountRepresentativeEnd: { en: '/en/account/representative/end', fr: '/fr/compte/representation/fin' },
  accountActivity: { en: '/en/account/activity', fr: '/fr/compte/activite' },
  messages: { en: '/en/messages', fr: '/fr/messages' },
  messageNew: { en: '/en/messages/new', fr: '/fr/messages/nouveau' },
  messageFormat: { en: '/en/messages/format', fr: '/fr/messages/format' },
  messageThread: { en: '/en/messages/thread/:thread', fr: '/fr/messages/echange/:thread' },
  confirmation: { en: '/en/confirmation', fr: '/fr/confirmation' },
  presence: { en: '/en/confirmation/:person/presence', fr: '/fr/confirmation/:person/presence' },
  presenceReceipt: { en: '/en/confirmation/:person/presence/receipt', fr: '/fr/confirmation/:person/presence/recu' },
  abroad: { en: '/en/confirmation/:person/not-in-canada', fr: '/fr/confirmation/:person/hors-du-canada' },
  leftCanada: { en: '/en/confirmation/:person/left-canada', fr: '/fr/confirmation/:person/depart-du-canada' },
  homeAddress: { en: '/en/confirmation/:person/home-address', fr: '/fr/confirmation/:person/adresse-domicile' },
  mailingAddress: { en: '/en/confirmation/:person/mailing-address', fr: '/fr/confirmation/:person/adresse-postale' },
  addressCopy: { en: '/en/confirmation/:person/copy-address', fr: '/fr/confirmation/:person/copie-adresse' },
  homeAddressDraft: { en: '/en/confirmation/:person/home-address/prepared', fr: '/fr/confirmation/:person/adresse-domicile/preparee' },
  mailingAddressDraft: { en: '/en/confirmation/:person/mailing-address/prepared', fr: '/fr/confirmation/:person/adresse-postale/preparee' },
  photo: { en: '/en/confirmation/:person/photo', fr: '/fr/confirmation/:person/photo' },
  photoOfPaper: { en: '/en/confirmation/:person/photo/paper-photo', fr: '/fr/confirmation/:person/photo/photo-papier' },
  photoFrame: { en: '/en/confirmation/:person/photo/frame', fr: '/fr/confirmation/:person/photo/cadrage' },
  photoFindings: { en: '/en/confirmation/:person/photo/findings', fr: '/fr/confirmation/:person/photo/constats' },
  photoReturned: { en: '/en/confirmation/:person/photo/returned', fr: '/fr/confirmation/:person/photo/renvoyee' },
  photoCall: { en: '/en/confirmation/:person/photo/call', fr: '/fr/confirmation/:person/photo/appel' },
  photoPicture: { en: '/en/confirmation/:person/photo/:attempt/:picture', fr: '/fr/confirmation/:person/photo/:attempt/:picture' },
  photographerLink: { en: '/en/confirmation/:person/photographer', fr: '/fr/confirmation/:person/photographe' },
  photographerLinkEnd: { en: '/en/confirmation/:person/photographer/end', fr: '/fr/confirmation/:person/photographe/fin' },
  photographerPhoto: { en: '/en/confirmation/:person/photographer/photo', fr: '/fr/confirmation/:person/photographe/photo' },
  photographerPicture: {
    en: '/en/confirmation/:person/photographer/:link/picture',
    fr: '/fr/confirmation/:person/photographe/:link/image',
  },
  preparedPhoto: { en: '/en/confirmation/:person/prepared-photo', fr: '/fr/confirmation/:person/photo-preparee' },
  preparedPicture: { en: '/en/confirmation/:person/prepared-photo/:draft', fr: '/fr/confirmation/:person/photo-preparee/:draft' },
  review: { en: '/en/confirmation/:person/review', fr: '/fr/confirmation/:person/verification' },
  submitted: { en: '/en/confirmation/:person/submitted', fr: '/fr/confirmation/:person/documents-soumis' },
  status: { en: '/en/confirmation/:person/status', fr: '/fr/confirmation/:person/etat' },
  cardMissing: { en: '/en/confirmation/:person/card-missing', fr: '/fr/confirmation/:person/carte-non-recue' },

  ecopr: { en: '/en/confirmation/:person/ecopr', fr: '/fr/confirmation/:person/crpe' },
  ecoprError: { en: '/en/confirmation/:person/ecopr-error', fr: '/fr/confirmation/:person/erreur-crpe' },
  ecoprDocument: { en: '/en/confirmation/:person/ecopr/:number', fr: '/fr/confirmation/:person/crpe/:number' },

  // The representative
  clients: { en: '/en/clients', fr: '/fr/clients' },
  clientGivingUp: { en: '/en/clients/:person/giving-up', fr: '/fr/clients/:person/renonciation' },
  clientHomeAddress: { en: '/en/clients/:person/home-address', fr: '/fr/clients/:person/adresse-domicile' },
  clientPhoto: { en: '/en/clients/:person/photo', fr: '/fr/clients/:person/photo' },
  clientMailingAddress: { en: '/en/clients/:person/mailing-address', fr: '/fr/clients/:person/adresse-postale' },

  ...OFFICERS_ROUTES,

  // For developers, never in production
  developers: { en: '/en/developers', fr: '/fr/developpeurs' },
  mailbox: { en: '/en/mailbox', fr: '/fr/boite-courriels' },
  mailboxMessage: { en: '/en/mailbox/:message', fr: '/fr/boite-courriels/:message' },
  mailboxPreview: { en: '/en/mailbox/:message/preview', fr: '/fr/boite-courriels/:message/apercu' },
} as const satisfies Record<string, Record<Language, `/${string}`>>;

export type RouteName = keyof typeof ROUTES;

/** Pages that a production system does not have. */
export const DEVELOPERS_PAGES: readonly RouteName[] = ['developers', 'mailbox', 'mailboxMessage', 'mailboxPreview'];
