// "Did you mean": the nearest of the words that are allowed.

/** French words and habits that technicians write where the file wants an English word. */
const known: Readonly<Record<string, string>> = {
  lun: 'mon',
  mar: 'tue',
  mer: 'wed',
  jeu: 'thu',
  ven: 'fri',
  sam: 'sat',
  dim: 'sun',
  'lun-ven': 'mon-fri',
  'lun-sam': 'mon-sat',
  'lun-dim': 'every-day',
  'mon-sun': 'every-day',
  ferme: 'closed',
  fermé: 'closed',
  feries: 'holidays',
  fériés: 'holidays',
  horaires: 'hours',
  equipes: 'teams',
  équipes: 'teams',
  competences: 'skills',
  compétences: 'skills',
  priorite: 'priority',
  priorité: 'priority',
  endpoint: 'phone',
  timezone: 'zone',
  username: 'user',
  secret: 'password',
  queues: 'flows',
  members: 'agents',
  wrapup: 'wrapUp',
  dispositions: 'wrapUpCodes',
  motifs: 'wrapUpCodes',
  moh: 'music',
  hangup: 'release',
};

/** The one of `allowed` that `word` was probably meant to be; `null` when none is near. */
export function nearest(word: string, allowed: Iterable<string>): string | null {
  const words = [...allowed];
  const lower = word.toLowerCase();
  const translation = known[lower];
  if (translation !== undefined && words.includes(translation)) return translation;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(Math.min(word.length, 40) / 3)) + 1;
  for (const candidate of words) {
    const distance = editDistance(lower, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance with neighbours swapped counting once; `limit` when it is that or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(limit, last[b.length] ?? limit);
}
