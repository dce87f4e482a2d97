// One POST of JSON, with a deadline. No redirect is followed: what is told of a customer goes where the site file says, and nowhere else.

export type Posted =
  | { readonly ok: true }
  /** `again`: it may go better in a moment. `isGone`: nobody there wants it ever again (410). */
  | { readonly ok: false; readonly why: string; readonly again: boolean; readonly isGone: boolean };

/** `body` is JSON already. */
export type Poster = (
  url: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<Posted>;

const deadlineMs = 2_000;

/** Never rejects. */
export const postJson: Poster = async (url, body, headers = {}) => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    // Nobody reads it: the connection is free for the next one.
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    const { status } = answer;
    const again = status >= 500 || status === 429;
    return { ok: false, why: `status ${status}`, again, isGone: status === 410 };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { cause } = error;
    return {
      ok: false,
      why: cause instanceof Error ? cause.message : error.message,
      again: true,
      isGone: false,
    };
  }
};
