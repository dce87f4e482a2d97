// What is said when the daemon cannot be talked to. What to do about it stands in base/error-catalogue.ts.
import type { Text } from '../base/language.js';

export const daemonTexts = {
  noSocket: (socket: string): Text => ({
    en: `there is no socket ${socket}`,
    fr: `il n’y a pas de socket ${socket}`,
  }),
  nobodyListens: (socket: string): Text => ({
    en: `nobody listens on the socket ${socket}`,
    fr: `personne n’écoute sur le socket ${socket}`,
  }),
  forbidden: (socket: string): Text => ({
    en: `this account may not use the socket ${socket}`,
    fr: `ce compte n’a pas le droit d’utiliser le socket ${socket}`,
  }),
  late: (socket: string): Text => ({
    en: `plateaud does not answer on ${socket}`,
    fr: `plateaud ne répond pas sur ${socket}`,
  }),
  silent: (socket: string): Text => ({
    en: `plateaud has fallen silent on ${socket}`,
    fr: `plateaud ne dit plus rien sur ${socket}`,
  }),
  lost: (why: string): Text => ({
    en: `the connection to plateaud was lost: ${why}`,
    fr: `la connexion à plateaud est perdue : ${why}`,
  }),
  refused: (why: string): Text => ({
    en: `plateaud refused the request: ${why}`,
    fr: `plateaud a refusé la demande : ${why}`,
  }),
  other: (why: string): Text => ({
    en: `plateaud cannot be reached: ${why}`,
    fr: `plateaud est injoignable : ${why}`,
  }),
} as const;
