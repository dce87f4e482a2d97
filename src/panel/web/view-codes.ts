// What agents said their calls were about, as pages show it. Pure.
import type { Site } from '../../core/site.js';
import type { FlowFigures } from '../figures.js';
import type { CodeOnPage, PageState } from '../page-state.js';

const none = { en: 'No code', fr: 'Sans code' };

/** Every code of every flow that asks, those that nobody gave today included. */
export function codesOnPage(flows: readonly FlowFigures[], site: Site): PageState['codes'] {
  const shown: [string, CodeOnPage][] = [];
  for (const { flow, today } of flows) {
    const asked = site.flows.get(flow)?.wrapUpCodes?.codes ?? [];
    // One that a reload took away has its count for the rest of the day.
    const codes = [...asked, ...Object.keys(today.codes).filter(code => !asked.includes(code))];
    if (codes.length === 0 && today.notCoded === 0) continue;
    const counts = new Map(Object.entries(today.codes));
    codes.forEach((code, order) => {
      const name = site.wrapUpCodes?.get(code)?.name ?? { en: code, fr: code };
      shown.push([`${flow}/${code}`, { flow, order, name, count: counts.get(code) ?? 0 }]);
    });
    shown.push([`${flow}/`, { flow, order: codes.length, name: none, count: today.notCoded }]);
  }
  return Object.fromEntries(shown);
}
