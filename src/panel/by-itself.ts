// How a page marks what it asks for without anybody's doing: looking on keeps no session alive. Free of Node, for both sides of the wire.

/** A header of its requests, and what stands in it. */
export const byItselfHeader = 'x-plateau-by-itself';

export const byItself: Readonly<Record<string, string>> = { [byItselfHeader]: '1' };
