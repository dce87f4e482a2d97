// Who looks at this page, as the server sees him; and the way out.
import { useEffect, useState } from 'preact/hooks';

export type Session = {
  readonly kind: 'user' | 'first-start';
  readonly user: string | null;
  readonly role: 'agent' | 'supervisor' | 'technician' | 'board' | null;
  /** Whose phone rings when he listens; `null`: he has none. */
  readonly supervisor: string | null;
  /** What he sees; `null`: every flow. */
  readonly flows: readonly string[] | null;
  readonly csrf: string | null;
};

const address = '/api/v1/session';

const againAfterMs = 3_000;

/** The newest that was heard of. */
let known: Session | null = null;

/** `null`: not known yet. */
export function useSession(): Session | null {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    let timer = 0;
    const look = async () => {
      const answer = await ask();
      if (answer === null) timer = setTimeout(() => void look(), againAfterMs);
      else setSession(answer);
    };
    void look();
    return () => clearTimeout(timer);
  }, []);
  return session;
}

async function ask(): Promise<Session | null> {
  const answer = await fetch(address).catch(() => null);
  if (answer?.ok !== true) return null;
  const session = (await answer.json().catch(() => null)) as Session | null;
  known = session ?? known;
  return session;
}

/** The code of a refusal: the token is not that of the session. */
const staleToken = 'csrf-token-missing';

/**
 * Does something with the token of the session. `refusedAs` reads the code of a refusal. A token that is not that of the session, since he
 * has logged in again in another tab, is asked for anew, and it is tried once more. Not for somebody else: he gets a page of his own.
 */
export async function withToken<Answer>(
  does: (csrf: string) => Promise<Answer>,
  refusedAs: (answer: Answer) => string | null,
): Promise<Answer> {
  const before = known;
  const answer = await does(before?.csrf ?? '');
  if (refusedAs(answer) !== staleToken) return answer;
  const now = await ask();
  if (now === null) return answer;
  if (before !== null && before.user !== now.user) {
    // Until the page is gone nothing more is done with the other one's token.
    known = before;
    location.reload();
    return answer;
  }
  return does(now.csrf ?? '');
}

/** To the log-in, if it is that which is wanting, and not the server. */
export async function goToLogin(): Promise<void> {
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 401)
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** As a form, which needs no token: the browser goes where the answer says, or says that there was none. */
export function logOut(): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/logout';
  document.body.append(form);
  form.submit();
}
