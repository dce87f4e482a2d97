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

/** `null`: not known yet. */
export function useSession(): Session | null {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    void ask().then(answer => setSession(answer));
  }, []);
  return session;
}

async function ask(): Promise<Session | null> {
  const answer = await fetch(address).catch(() => null);
  return answer?.ok === true ? ((await answer.json()) as Session) : null;
}

/** To the log-in, if it is that which is wanting, and not the server. */
export async function goToLogin(): Promise<void> {
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 401)
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export async function logOut({ csrf }: Session): Promise<void> {
  await fetch(address, { method: 'DELETE', headers: { 'X-Plateau-Csrf': csrf ?? '' } }).catch(() => null);
  location.assign('/login');
}
