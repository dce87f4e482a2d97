// What the lab says to people, in English and in French.

export type LabText = { readonly en: string; readonly fr: string };

const mebibytes = 320;

export const texts = {
  waitingForLock: (): LabText => ({
    en: 'lab: another process is bringing in Asterisk; waiting for it',
    fr: 'labo : un autre processus apporte Asterisk ; on l’attend',
  }),
  extracting: (cache: string): LabText => ({
    en: `lab: bringing in Asterisk and SIPp from Debian's archive, once (about 20 s, ${mebibytes} MB in ${cache})`,
    fr: `labo : Asterisk et SIPp sont pris dans l’archive de Debian, une fois (environ 20 s, ${mebibytes} Mo dans ${cache})`,
  }),
  extracted: (folder: string): LabText => ({
    en: `lab: Asterisk is in ${folder}`,
    fr: `labo : Asterisk est dans ${folder}`,
  }),
  installing: (name: string): LabText => ({
    en: `lab: installing ${name} with apt-get`,
    fr: `labo : installation de ${name} par apt-get`,
  }),
  wrongMachine: (machine: string): LabText => ({
    en: `no real Asterisk here: none is installed, and the lab brings one in on Linux x64 and arm64 only (this is ${machine})`,
    fr: `pas de vrai Asterisk ici : aucun n’est installé, et le labo n’en apporte que sur Linux x64 et arm64 (ici ${machine})`,
  }),
  noMmdebstrap: (why: string): LabText => ({
    en: `no real Asterisk here: no asterisk (20 or newer) and sipp on the PATH, and no mmdebstrap to bring them in (${why}). Install asterisk and sip-tester, or mmdebstrap`,
    fr: `pas de vrai Asterisk ici : ni asterisk (20 ou plus récent) ni sipp dans le PATH, et pas de mmdebstrap pour les apporter (${why}). Installez asterisk et sip-tester, ou mmdebstrap`,
  }),
  extractionFailed: (why: string): LabText => ({
    en: `no real Asterisk here: it could not be brought in from Debian's archive. ${why}`,
    fr: `pas de vrai Asterisk ici : il n’a pas pu être pris dans l’archive de Debian. ${why}`,
  }),
} as const;
