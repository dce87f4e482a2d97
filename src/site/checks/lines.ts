// Trunks, partners, the PBX, the clock: what does not fit within one section.
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { checkTexts } from '../texts-checks.js';
import { checkSchedule } from './schedules.js';

const channelsOfASpan = 31;

export function checkLines(draft: Draft): Complaint[] {
  return [...checkTrunks(draft), ...checkPartners(draft), ...checkAccess(draft), ...checkClock(draft)];
}

function checkTrunks(draft: Draft): Complaint[] {
  return [...draft.trunks.right].flatMap(([id, trunk]) => {
    const path = ['trunks', id];
    if (trunk.kind === 'pjsip')
      return trunk.spans.length > 0 ? [wrongKey([...path, 'spans'], checkTexts.spansNotForPjsip)] : [];
    const found: Complaint[] = [];
    if (!/^[gGrR][0-9]{1,2}$/.test(trunk.endpoint))
      found.push(wrong([...path, 'endpoint'], checkTexts.groupNeeded(trunk.endpoint)));
    if (trunk.spans.length === 0) found.push(wrongKey(path, checkTexts.spansNeeded));
    else if (trunk.channels > trunk.spans.length * channelsOfASpan)
      found.push(
        wrong(
          [...path, 'channels'],
          checkTexts.channelsAndSpans(trunk.channels, trunk.spans.length * channelsOfASpan),
        ),
      );
    return found;
  });
}

function checkPartners(draft: Draft): Complaint[] {
  return [...draft.partners.right].flatMap(([id, { caps }]) =>
    Object.values(caps).every(cap => cap === undefined)
      ? [doubtful(['partners', id], checkTexts.noCaps, 'key')]
      : [],
  );
}

function checkAccess(draft: Draft): Complaint[] {
  const { asterisk } = draft;
  if (asterisk === null) return [];
  return (['ami', 'ari'] as const).flatMap(link => {
    const { password, passwordFile } = asterisk[link];
    if (password === undefined && passwordFile === undefined)
      return [wrongKey(['asterisk', link], checkTexts.passwordMissing)];
    if (password !== undefined && passwordFile !== undefined)
      return [wrongKey(['asterisk', link, 'passwordFile'], checkTexts.passwordTwice)];
    return [];
  });
}

function checkClock(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  for (const [id, schedule] of draft.schedules.right) {
    if (schedule.at?.startsWith('02:') === true)
      found.push(doubtful(['schedules', id, 'at'], checkTexts.skippedHour));
    found.push(...checkSchedule(['schedules', id], schedule, draft));
  }
  const languages = draft.site?.languages ?? [];
  languages.forEach((language, index) => {
    if (languages.indexOf(language) < index)
      found.push(wrong(['site', 'languages', index], checkTexts.twice(language)));
  });
  return found;
}
