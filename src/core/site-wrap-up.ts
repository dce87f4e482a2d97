// What agents are asked to say about a call once it is over.

export type WrapUpCodeId = string;

/** One of the site's answers to "what was it about?". */
export type WrapUpCode = {
  readonly id: WrapUpCodeId;
  readonly name: Readonly<Record<'en' | 'fr', string>>;
};

/** What a flow asks. */
export type WrapUpRules = {
  /** In the order of their numbers on the phone: the first is 1. */
  readonly codes: readonly WrapUpCodeId[];
  /** The agent cannot end his wrap-up before he has given one; time ends it all the same. */
  readonly required: boolean;
};
