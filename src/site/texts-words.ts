// How the words of a site file are called when one is wrong, with examples of right ones.
import type { Text } from '../base/language.js';

export type WordName = keyof typeof wordTexts;

type Word = { readonly what: Text; readonly examples: readonly string[] };

const word = (en: string, fr: string, ...examples: string[]): Word => ({ what: { en, fr }, examples });

export const wordTexts = {
  id: word(
    'an identifier (lower-case letters, digits and -, a letter first, at most 32)',
    'un identifiant (minuscules sans accent, chiffres et -, une lettre au début, 32 au plus)',
    'n1',
    'north-floor',
  ),
  label: word('a text of 1 to 80 characters', 'un texte de 1 à 80 caractères', '"Level 1"'),
  name: word('a name, or { en: …, fr: … }', 'un nom, ou { en: …, fr: … }', '{ en: Lunch, fr: Repas }'),
  block: word('a block of keys', 'un bloc de clés'),
  list: word('a list', 'une liste', '[a, b]'),
  'yes-no': word('`true` or `false`', '`true` ou `false`', 'true', 'false'),
  host: word('a host name or an address', 'un nom de machine ou une adresse', '127.0.0.1', 'pbx.example.net'),
  user: word('a user name', "un nom d'utilisateur", 'plateau'),
  password: word('a password', 'un mot de passe', `"\${PLATEAU_AMI_PASSWORD}"`),
  'file-name': word('the name of a file', 'le nom d’un fichier', 'secrets/ami'),
  duration: word('a duration', 'une durée', '30s', '2m', '1m30s', '1h'),
  moment: word('a time of 0.1s to 3s', 'un temps de 0.1s à 3s', '0.3s', '1s'),
  'web-address': word(
    'a web address',
    'une adresse web',
    '"https://crm.example.net/customers?number={number}"',
  ),
  network: word('an address or a network', 'une adresse ou un réseau', '10.0.0.7', '10.1.0.0/16'),
  'serial-port': word(
    'a serial port of this machine',
    'un port série de cette machine',
    '/dev/serial/by-id/usb-FTDI-if00',
  ),
  cron: word('five fields of cron', 'cinq champs de cron', '"*/30 9-17 * * 1-5"', '"0 8 1 * *"'),
  'sign-message': word('a text of 1 to 100 characters', 'un texte de 1 à 100 caractères', '"Réunion à 15 h"'),
  'serial-bits': word(
    'data bits, parity and stop bits',
    'bits de données, parité, bits d’arrêt',
    '7E1',
    '8N1',
  ),
  'sign-frame': word(
    'what is sent, or a list of it',
    'ce qui est envoyé, ou une liste',
    '"<02>01{row1}<03>"',
  ),
  'sign-bytes': word('bytes to send', 'des octets à envoyer', '"<1C>1"'),
  'awtrix-app': word('the name of an AWTRIX app', "le nom d'une application AWTRIX", 'plateau'),
  percent: word('a percentage', 'un pourcentage', '80%'),
  zone: word('a time zone', 'un fuseau horaire', 'Europe/Paris', 'Africa/Douala'),
  date: word('a date', 'une date', '2026-12-24'),
  dates: word(
    'a date or a span of dates',
    'une date ou une suite de dates',
    '2026-12-24',
    '2026-12-24..2026-12-31',
  ),
  time: word('a time', 'une heure', '21:00'),
  hours: word('opening hours', "des heures d'ouverture", '08:00-20:00', '08:00-12:00, 13:30-18:00', 'closed'),
  endpoint: word('a phone (TECH/name)', 'un poste (TECHNO/nom)', 'PJSIP/101'),
  endpoints: word('a range of phones', 'une plage de postes', 'PJSIP/101..112'),
  country: word('a country of two capitals', 'un pays en deux majuscules', 'FR', 'CM'),
  region: word('a region of the country', 'une région du pays', '"57"', 'mq'),
  'trunk-endpoint': word(
    'a trunk endpoint or DAHDI group',
    'un raccordement PJSIP ou un groupe DAHDI',
    'operator',
    'g1',
  ),
  number: word(
    'a number to dial (digits, + first if need be)',
    'un numéro à composer (chiffres, + au début au besoin)',
    '"0145000000"',
    '"+33145000000"',
  ),
  'talk-prefix': word(
    'a code (a star, then up to two digits)',
    'un code (une étoile, puis deux chiffres au plus)',
    '"*2"',
  ),
  target: word(
    'a target (agent:…, flow:…, partner:… or number:…)',
    'une destination (agent:…, flow:…, partner:… ou number:…)',
    'flow:n2',
    'number:bank',
  ),
  requirement: word(
    'what an agent must have',
    "ce qu'il faut à l'agent",
    'n1 >= 2',
    'n1 & team:paris',
    'any',
  ),
  treatment: word(
    'a treatment (stay, release, { partners: [...] } or { flow: ... })',
    'un traitement (stay, release, { partners: [...] } ou { flow: ... })',
    'release',
    '{ partners: [teleperf] }',
  ),
  page: word(
    'a page: one text, or one text a row',
    'une page : un texte, ou un texte par ligne',
    '"N1 {n1.waiting:3}"',
  ),
  'sign-text': word('a text for a display', 'un texte pour un afficheur', '"N1 {n1.waiting:3}"'),
  'sign-address': word(
    'a sign address (two hexadecimal digits)',
    "une adresse d'afficheur (deux chiffres hexadécimaux)",
    '"00"',
  ),
  figure: word(
    'a number, a duration or a percentage',
    'un nombre, une durée ou un pourcentage',
    '5',
    '60s',
    '70%',
  ),
  'public-key': word(
    'a public key for recordings',
    'une clé publique pour les enregistrements',
    'plateau-rec1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ),
  prompt: word('the name of a prompt', "le nom d'un message vocal", 'custom/recorded'),
  music: word('a class of music on hold', "une classe de musique d'attente", 'default'),
  'user-secret': word(
    'what `plateauctl user hash` prints',
    'ce qu’affiche `plateauctl user hash`',
    'sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ),
  expression: word('a condition', 'une condition', '\'dialled == "3204"\''),
} as const satisfies Record<string, Word>;
