// What is said of a file that cannot be read, or is not YAML.
import type { Text } from '../base/language.js';
import type { Said } from './problem.js';

const said = (text: Text, hint: Text | null = null): Said => ({ text, hint });

export const sourceTexts = {
  missing: said(
    { en: 'there is no such file', fr: "ce fichier n'existe pas" },
    {
      en: 'check the path; the demo site is config/site.yaml',
      fr: 'vérifiez le chemin ; le site de démonstration est config/site.yaml',
    },
  ),
  noPermission: said(
    { en: 'this user may not read the file', fr: "cet utilisateur n'a pas le droit de lire le fichier" },
    {
      en: 'give the user of the program read access: ls -l shows who has it',
      fr: "donnez le droit de lecture à l'utilisateur du programme : ls -l montre qui l'a",
    },
  ),
  directory: said(
    { en: 'this is a folder, not a file', fr: "c'est un dossier, pas un fichier" },
    {
      en: 'add the name of the file, e.g. site.yaml',
      fr: 'ajoutez le nom du fichier, par exemple site.yaml',
    },
  ),
  unreadable: (code: string) =>
    said({ en: `the file cannot be read (${code})`, fr: `le fichier est illisible (${code})` }),
  tooLong: (bytes: number, most: number) =>
    said(
      {
        en: `the file is too long: ${bytes} bytes, at most ${most}`,
        fr: `le fichier est trop long : ${bytes} octets, au plus ${most}`,
      },
      { en: 'is this really a site file?', fr: 'est-ce bien un fichier de site ?' },
    ),
  more: (count: number) => said({ en: `… and ${count} more`, fr: `… et ${count} autres` }),
  checkerFailed: (why: string) =>
    said(
      {
        en: `the program that checks the file did not do its work: ${why}`,
        fr: `le programme qui vérifie le fichier n'a pas fait son travail : ${why}`,
      },
      {
        en: 'try again; is there memory left, and may this user start programs?',
        fr: 'réessayez ; reste-t-il de la mémoire, et cet utilisateur peut-il lancer des programmes ?',
      },
    ),
  nulByte: said(
    {
      en: 'there is a NUL byte here: this is not a text file',
      fr: "il y a un octet nul ici : ce n'est pas un fichier texte",
    },
    { en: 'save the file as plain text in UTF-8', fr: 'enregistrez le fichier en texte simple, en UTF-8' },
  ),
  badUtf8: said(
    { en: 'this is not UTF-8', fr: "ceci n'est pas de l'UTF-8" },
    {
      en: 'save the file in UTF-8 (not Latin-1, Windows-1252 or UTF-16)',
      fr: 'enregistrez le fichier en UTF-8 (ni Latin-1, ni Windows-1252, ni UTF-16)',
    },
  ),
  tooDeep: said(
    { en: 'the file is nested far too deep', fr: 'le fichier est beaucoup trop imbriqué' },
    {
      en: 'look for brackets that are opened and never closed',
      fr: 'cherchez des crochets ouverts et jamais fermés',
    },
  ),
  alias: said(
    { en: 'YAML aliases (*) are not accepted', fr: 'les alias YAML (*) ne sont pas acceptés' },
    {
      en: 'write the value out; put a text that begins with * between quotes',
      fr: 'écrivez la valeur en toutes lettres ; mettez entre guillemets un texte qui commence par *',
    },
  ),
  duplicateKey: said(
    { en: 'this key stands twice in the same block', fr: 'cette clé figure deux fois dans le même bloc' },
    { en: 'remove one of the two', fr: "supprimez l'une des deux" },
  ),
  reservedKey: (key: string) =>
    said({ en: `\`${key}\` cannot be a key`, fr: `\`${key}\` ne peut pas être une clé` }),
  notAMap: said(
    { en: 'the file has no sections', fr: "le fichier n'a pas de sections" },
    { en: 'a site file begins with `site:`', fr: 'un fichier de site commence par `site:`' },
  ),
} as const;

/** French, and a better English, for what the YAML reader says; its own words stand for codes that are not here. */
const yamlTexts: Readonly<Record<string, Said>> = {
  TAB_AS_INDENT: said(
    { en: 'a tab is used for indentation', fr: 'une tabulation sert de retrait' },
    { en: 'indent with spaces', fr: 'faites les retraits avec des espaces' },
  ),
  BAD_INDENT: said(
    { en: 'the indentation is wrong here', fr: 'le retrait est faux ici' },
    {
      en: 'lines of the same block begin in the same column; or a bracket above is not closed',
      fr: 'les lignes d’un même bloc commencent à la même colonne ; ou un crochet n’est pas fermé plus haut',
    },
  ),
  MISSING_CHAR: said({
    en: 'something is missing here: a colon, a comma, a quote or a bracket',
    fr: 'il manque quelque chose ici : un deux-points, une virgule, un guillemet ou un crochet',
  }),
  BLOCK_AS_IMPLICIT_KEY: said(
    { en: 'two keys stand on one line', fr: 'deux clés sont sur la même ligne' },
    {
      en: 'put a text that holds ": " between quotes',
      fr: 'mettez entre guillemets un texte qui contient « : »',
    },
  ),
  MULTILINE_IMPLICIT_KEY: said(
    {
      en: 'a key must stand on one line, followed by a colon',
      fr: 'une clé tient sur une ligne, suivie de deux-points',
    },
    {
      en: 'is the colon missing at the end of the line above?',
      fr: 'manque-t-il les deux-points à la fin de la ligne précédente ?',
    },
  ),
  UNEXPECTED_TOKEN: said(
    { en: 'YAML does not expect this here', fr: 'YAML n’attend pas ceci ici' },
    {
      en: 'look at the line above too: a bracket or a quote may be missing',
      fr: 'regardez aussi la ligne précédente : il y manque peut-être un crochet ou un guillemet',
    },
  ),
  BAD_SCALAR_START: said(
    { en: 'a text cannot begin with this character', fr: 'un texte ne peut pas commencer par ce caractère' },
    { en: 'put the text between quotes', fr: 'mettez le texte entre guillemets' },
  ),
  BAD_DQ_ESCAPE: said(
    { en: 'unknown escape after a backslash', fr: 'séquence inconnue après une barre oblique inverse' },
    { en: "use single quotes: '…'", fr: "utilisez des apostrophes : '…'" },
  ),
  BAD_ALIAS: said(
    { en: 'YAML aliases (*) are not accepted', fr: 'les alias YAML (*) ne sont pas acceptés' },
    {
      en: 'put a text that begins with * between quotes',
      fr: 'mettez entre guillemets un texte qui commence par *',
    },
  ),
  MULTIPLE_DOCS: said(
    { en: 'the file holds several YAML documents', fr: 'le fichier contient plusieurs documents YAML' },
    { en: 'remove the lines `---` and `...`', fr: 'supprimez les lignes `---` et `...`' },
  ),
  NON_STRING_KEY: said({ en: 'a key must be a plain word', fr: 'une clé doit être un simple mot' }),
  KEY_OVER_1024_CHARS: said({ en: 'this key is far too long', fr: 'cette clé est beaucoup trop longue' }),
  TAG_RESOLVE_FAILED: said(
    { en: 'YAML tags (!) are not accepted', fr: 'les étiquettes YAML (!) ne sont pas acceptées' },
    {
      en: 'put a text that begins with ! between quotes',
      fr: 'mettez entre guillemets un texte qui commence par !',
    },
  ),
};

/** What is said for an error code of the YAML reader. */
export function yamlText(code: string, message: string): Said {
  return yamlTexts[code] ?? said({ en: `YAML: ${message}`, fr: `YAML : ${message}` });
}
