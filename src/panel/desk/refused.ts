// What a look that was refused says of the desk.

/** `gone`: the site file no longer has this agent. `away`: the calls process does not answer. `null`: neither, such as too many requests. */
export function refusedBecause(status: number): 'log-in' | 'gone' | 'away' | null {
  if (status === 401) return 'log-in';
  if (status === 404) return 'gone';
  return status === 503 ? 'away' : null;
}
