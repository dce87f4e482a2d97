// What is said of signs and boards in a site file.
import { nearest } from './suggest.js';
import { meant, said } from './texts.js';

const keyOf = (key: string, protocol: string) => ({
  en: `\`${key}\` is not a key of a sign of protocol ${protocol}`,
  fr: `\`${key}\` n'est pas une clé d'un afficheur de protocole ${protocol}`,
});

export const displayTexts = {
  notANetwork: (written: string) =>
    said(
      {
        en: `\`${written}\` is neither an address nor a network`,
        fr: `\`${written}\` n'est ni une adresse ni un réseau`,
      },
      { en: 'e.g. 10.0.0.7 or 10.1.0.0/16', fr: 'par exemple 10.0.0.7 ou 10.1.0.0/16' },
    ),
  notAFrame: (piece: string) =>
    said(
      {
        en: `\`${piece}\` cannot be sent`,
        fr: `\`${piece}\` ne peut pas être envoyé`,
      },
      {
        en: 'bytes as <02>, and {text}, {row1}, {row2} …, {from}, {sum}, {xor}',
        fr: 'des octets comme <02>, et {text}, {row1}, {row2} …, {from}, {sum}, {xor}',
      },
    ),
  foreignKey: (key: string, protocol: string, allowed: readonly string[]) =>
    said(keyOf(key, protocol), {
      en: `it takes ${allowed.join(', ')}`,
      fr: `il prend ${allowed.join(', ')}`,
    }),
  placeNeeded: said(
    { en: 'where is this sign?', fr: 'où est cet afficheur ?' },
    { en: '`host` and `port`, or `serial`', fr: '`host` et `port`, ou bien `serial`' },
  ),
  placeTwice: said(
    {
      en: 'a sign is on a network or on a serial line',
      fr: 'un afficheur est sur un réseau ou sur une ligne série',
    },
    { en: '`host` and `port`, or `serial`', fr: '`host` et `port`, ou bien `serial`' },
  ),
  sevenBits: said(
    {
      en: 'a line of 7 bits carries no accent in one byte',
      fr: "une ligne de 7 bits ne transporte pas d'accent en un octet",
    },
    { en: 'accents: two-byte, or 8 bits', fr: 'accents: two-byte, ou 8 bits' },
  ),
  sevenBitText: said(
    { en: 'a line of 7 bits carries ASCII only', fr: "une ligne de 7 bits ne transporte que l'ASCII" },
    { en: 'charset: ascii, or 8 bits', fr: 'charset: ascii, ou 8 bits' },
  ),
  sendNeeded: said(
    { en: 'what is sent to this board?', fr: 'qu’envoie-t-on à ce panneau ?' },
    { en: 'e.g. send: "<02>01{row1}<03>"', fr: 'par exemple send: "<02>01{row1}<03>"' },
  ),
  rowRegistersNeeded: said(
    {
      en: 'with colours and several rows it must be known where each row begins',
      fr: 'avec des couleurs et plusieurs lignes, il faut savoir où commence chaque ligne',
    },
    { en: 'give rowRegisters', fr: 'donnez rowRegisters' },
  ),
  rowRegistersFew: (registers: number, columns: number) =>
    said(
      {
        en: `${registers} registers hold ${2 * registers} characters; a row has ${columns}`,
        fr: `${registers} registres contiennent ${2 * registers} caractères ; une ligne en a ${columns}`,
      },
      { en: `rowRegisters: ${Math.ceil(columns / 2)}`, fr: `rowRegisters: ${Math.ceil(columns / 2)}` },
    ),
  addressNeeded: (other: string) =>
    said(
      {
        en: `${other} is on the same line, and address 00 (also when none is given) is that of all signs of a line`,
        fr: `${other} est sur la même ligne, et l'adresse 00 (aussi quand elle n'est pas donnée) est celle de tous ses afficheurs`,
      },
      {
        en: 'give each of them an address: address: "01"',
        fr: 'donnez à chacun une adresse : address: "01"',
      },
    ),
  tooManyRegisters: (registers: number) =>
    said(
      {
        en: `a row takes ${registers} registers; one write carries 123`,
        fr: `une ligne prend ${registers} registres ; une écriture en porte 123`,
      },
      { en: 'fewer columns', fr: 'moins de colonnes' },
    ),
  lineDiffers: (key: string, other: string) =>
    said(
      {
        en: `${other} is on the same line with another \`${key}\``,
        fr: `${other} est sur la même ligne avec un autre \`${key}\``,
      },
      { en: 'a line has one way of speaking', fr: 'une ligne n’a qu’une façon de parler' },
    ),
  drawnTooWide: (width: number, columns: number) =>
    said(
      {
        en: `this row is ${width} characters wide on a sign; this one has ${columns}`,
        fr: `cette ligne fait ${width} caractères sur un afficheur ; celui-ci en a ${columns}`,
      },
      {
        en: 'it writes œ as oe, ß as ss, ≥ as >=, … as three points and € as EUR: shorten the text, or the widths of the figures',
        fr: 'il écrit œ oe, ß ss, ≥ >=, … en trois points et € EUR : raccourcissez le texte, ou les largeurs des indicateurs',
      },
    ),
  noRoomForMark: (figure: string, least: number) =>
    said(
      {
        en: `there is no room for the mark ! when \`${figure}\` is red`,
        fr: `il n'y a pas de place pour la marque ! quand \`${figure}\` est rouge`,
      },
      { en: `give it ${least} characters`, fr: `donnez-lui ${least} caractères` },
    ),
  blockTaken: (block: number, other: string) =>
    said(
      { en: `block ${block} is that of ${other}`, fr: `le bloc ${block} est celui de ${other}` },
      { en: 'each board needs one of its own', fr: 'chaque tableau a le sien' },
    ),
  whenNeeded: said(
    { en: 'when?', fr: 'quand ?' },
    { en: 'at: "18:00", or cron: "*/30 9-17 * * 1-5"', fr: 'at: "18:00", ou bien cron: "*/30 9-17 * * 1-5"' },
  ),
  whenTwice: said(
    { en: 'cron says all of it', fr: 'cron dit déjà tout' },
    { en: 'without at and days', fr: 'sans at ni days' },
  ),
  notACron: said(
    { en: 'this never comes', fr: 'cela n’arrive jamais' },
    {
      en: 'minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7; */n or a-b/n for every so many',
      fr: 'minute 0-59, heure 0-23, jour 1-31, mois 1-12, jour de la semaine 0-7 ; */n ou a-b/n pour un sur n',
    },
  ),
  foreignScheduleKey: (key: string, action: string, allowed: readonly string[]) =>
    said(
      { en: `\`${key}\` is not for ${action}`, fr: `\`${key}\` n'est pas pour ${action}` },
      { en: `it takes ${allowed.join(', ')}`, fr: `il prend ${allowed.join(', ')}` },
    ),
  textNeeded: said(
    { en: 'what is to be shown?', fr: 'que faut-il afficher ?' },
    { en: 'e.g. text: "Réunion à 15 h"', fr: 'par exemple text: "Réunion à 15 h"' },
  ),
  noSign: (sign: string, known: readonly string[]) =>
    said(
      { en: `there is no sign \`${sign}\``, fr: `il n'y a pas d'afficheur \`${sign}\`` },
      meant(nearest(sign, known), known),
    ),
  modbusPortNeeded: said(
    {
      en: 'nobody can read registers: panel.modbusPort is not given',
      fr: 'personne ne peut lire de registres : panel.modbusPort manque',
    },
    { en: 'e.g. panel: { modbusPort: 1502 }', fr: 'par exemple panel: { modbusPort: 1502 }' },
  ),
} as const;
