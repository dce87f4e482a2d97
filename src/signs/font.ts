// A 5x7 font for the characters that a sign can draw. Free of Node: the browser draws signs with it.
// A glyph is seven rows from the top, each row one base-32 digit whose five bits are the dots from left to right.
import { must } from '../base/assert.js';

const plain = `
 !4444404 "aaa0000 #aavavaa $4fke5u4 %op248j3 &cik8lid 'c480000 (2488842 )8422248 *04lel40 +044v440
 ,0000c48 -000v000 .00000cc /01248g0 0ehjlphe 14c4444e 2eh1248v 3v2421he 426aiv22 5vgu11he 668guhhe 7v124888
 8ehhehhe 9ehhf12c :0cc0cc0 ;0cc0c48 <248g842 =00v0v00 >8421248 ?eh12404 @eh1dlle Aehhhvhh Buhhuhhu Cehggghe
 Dsihhhis Evgguggv Fvgguggg Gehgnhhf Hhhhvhhh Ie44444e J72222ic Khikokih Lggggggv Mhrllhhh Nhhpljhh Oehhhhhe
 Puhhuggg Qehhhlid Ruhhukih Sfgge11u Tv444444 Uhhhhhhe Vhhhhha4 Whhhllla Xhha4ahh Yhhha444 Zv1248gv [e88888e
 \\0g84210 ]e22222e ^4ah0000 _000000v \`8420000 a00e1fhf bggmphhu c00egghe d11djhhf e00ehvge f698s888 g0fhhf1e
 hggmphhh i40c444e j20622ic kggikoki lc44444e m00qllhh n00mphhh o00ehhhe p00uhugg q00djf11 r00mpggg s00ege1u
 t88s8896 u00hhhjd v00hhha4 w00hhlla x00ha4ah y00hhf1e z00v248v {2448442 |4444444 }8442448
 Çehghe4c ç0eghe4c Æfkkukkn æ00q5fkf ¢4fkkf40 £698s88v ¥hav4v44 ₧sisniij ƒ34e444o ªe1fhf0v ºehhhe0v ¿4048ghe
 °ciic000 Öaehhhhe`;

/** Letters without what stands above them, five rows high: capitals are squeezed, as signs do it. */
const bodies = new Map(
  Object.entries({
    ...{ A: 'ehvhh', E: 'vgugv', U: 'hhhhe', N: 'hpljh' },
    ...{ a: 'e1fhf', e: 'ehvge', i: 'c444e', o: 'ehhhe', u: 'hhhjd', y: 'hhf1e', n: 'mphhh' },
  }),
);

/** Two rows to put above a body, and the letters that get them. */
const accents = [
  { mark: '84', letters: 'aà eè iì oò uù' },
  { mark: '24', letters: 'aá eé ií oó uú EÉ' },
  { mark: '4a', letters: 'aâ eê iî oô uû EÊ' },
  { mark: 'a0', letters: 'aä eë iï oö uü yÿ AÄ UÜ' },
  { mark: 'dm', letters: 'nñ NÑ' },
  { mark: 'ea', letters: 'aå AÅ' },
];

const glyphs = new Map<string, string>([[' ', '0000000']]);
for (const entry of plain.trim().split(/\s+/)) glyphs.set(entry.charAt(0), entry.slice(1));
for (const { mark, letters } of accents)
  for (const pair of letters.split(' '))
    glyphs.set(pair.charAt(1), mark + must(bodies.get(pair.charAt(0)), 'body of a letter'));

export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;
const UNKNOWN = 'vvvvvvv';

/** Whether the font has this character. */
export function hasGlyph(char: string): boolean {
  return glyphs.has(char);
}

/** The dots of one row of a character, 16 = leftmost … 1 = rightmost. A full block for what the font does not have. */
export function glyphRow(char: string, row: number): number {
  return Number.parseInt((glyphs.get(char) ?? UNKNOWN).charAt(row), 32);
}
