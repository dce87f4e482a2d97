// From the sections about repeat callers and cases to the core's rules.
import type { CaseRules, RepeatCallers } from '../../core/site-cases.js';
import type { CasesSection, RepeatCallersSection } from '../sections/cases.js';

export function compileRepeatCallers(section: RepeatCallersSection): RepeatCallers | null {
  if (section === 'none') return null;
  const { insteadOfPartners: instead } = section;
  return {
    contacts: section.contacts,
    withinMs: section.within,
    flows: section.flows === undefined ? null : new Set(section.flows),
    counts: section.counts,
    flow: section.flow ?? null,
    priority: section.priority,
    insteadOfPartners: typeof instead === 'string' ? { kind: instead } : { kind: 'flow', flow: instead.flow },
    ownerForMs: section.owner.for,
  };
}

export function compileCases(section: CasesSection): CaseRules | null {
  if (section === 'none') return null;
  const { colours, firstColour, opens, maximumOpen, callBack } = section;
  return {
    colours,
    firstColour: firstColour ?? colours.at(-1)?.id ?? '',
    opens,
    maximumOpen: maximumOpen ?? null,
    callBack:
      callBack === undefined
        ? null
        : {
            flow: callBack.flow,
            keepFreeMs: callBack.keepFree,
            lateAfterMs: callBack.late,
            ownerAway: callBack.ownerAway,
          },
  };
}
