// The two languages in which people read what Plateau shows, and a sentence in both.

/** A language of pages, signs, prompts and the command line. */
export type Language = 'en' | 'fr';

/** The same sentence in every language. */
export type Text = Readonly<Record<Language, string>>;
