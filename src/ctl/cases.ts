// `plateauctl case …` and `plateauctl contact add`: the same commands as on the desk page and the phone.
import type { CaseAnswer, CaseCommand } from '../core/case-commands.js';
import type { Actor } from '../core/facts.js';
import type { CasesView, CaseView } from '../link/case-messages.js';
import type { CtlCommand } from './commands.js';
import type { Daemon } from './daemon.js';
import { momentOf } from './moments.js';
import { named } from './names.js';
import { near } from './near.js';
import { type Outcome, type Refusal, refused } from './outcome.js';
import type { Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { printable } from './text-width.js';
import { callBackEnds, caseRefusals, caseStates, caseTexts, caseTitles } from './texts-cases.js';
import { type Clock, clockIn } from './times.js';

type Ask = Extract<CtlCommand, { readonly kind: 'case' }>;
export type CaseAsk = Ask['asked'];

/** `person`: who asks, for the record. */
export async function caseCommand(daemon: Daemon, { asked }: Ask, person: string): Promise<Outcome> {
  const about = await daemon.ask('cases', { case: 'case' in asked ? asked.case : 'none' });
  const command = withMoment(asked, about);
  if (command === null)
    return refused({ code: 'bad-moment', message: caseTexts.badMoment, advice: caseTexts.moments }, 2);
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('case-command', { command, by });
  if (!answer.ok) return refused(await refusalOf(daemon, asked, answer));
  return doneWith(daemon, answer.case);
}

/** The command with its moment in epoch ms; `null`: the moment is not understood. */
function withMoment(asked: CaseAsk, { nowMs, zone }: CasesView): CaseCommand | null {
  if (asked.kind !== 'contact' && asked.kind !== 'call-back') return asked;
  const { at, ...rest } = asked;
  const atMs = at === null ? null : momentOf(at, nowMs, zone);
  return at !== null && atMs === null ? null : { ...rest, atMs };
}

async function refusalOf(
  daemon: Daemon,
  asked: CaseAsk,
  { because, case: id }: Extract<CaseAnswer, { ok: false }>,
): Promise<Refusal> {
  const { message, advice } = caseRefusals[because](id);
  const refusal: Refusal = { code: because, message, advice };
  if (because === 'unknown-colour' && 'colour' in asked) {
    const { rules } = await daemon.ask('cases', { case: 'none' });
    const known = rules?.colours.map(one => ({ id: one.id, words: [one.name.en, one.name.fr] })) ?? [];
    return { ...refusal, near: near(asked.colour ?? '', known) };
  }
  if (because === 'unknown-agent') {
    const { agents } = await daemon.ask('agents', {});
    const wanted = asked.kind === 'give' ? asked.agent : asked.kind === 'open' ? (asked.owner ?? '') : '';
    return {
      ...refusal,
      near: near(
        wanted,
        agents.map(one => ({ id: one.agent, words: [one.name] })),
      ),
    };
  }
  return refusal;
}

/** What the case is now; a closed one is not there any more. */
async function doneWith(daemon: Daemon, id: string | null): Promise<Outcome> {
  if (id === null)
    return { exit: 0, result: { case: null }, print: ({ language }) => `${caseTexts.recorded[language]}\n` };
  const about = await daemon.ask('cases', { case: id });
  const [one] = about.cases;
  if (one === undefined)
    return {
      exit: 0,
      result: { case: null },
      print: ({ language }) => `${caseTexts.closed(id)[language]}\n`,
    };
  return {
    exit: 0,
    result: { case: one },
    print: screen => printCase(one, about, clockIn(about.zone), screen),
  };
}

/** One case, with its notes. */
export async function caseShow(daemon: Daemon, id: string): Promise<Outcome> {
  const about = await daemon.ask('cases', { case: id });
  const [one] = about.cases;
  if (one !== undefined)
    return {
      exit: 0,
      result: { case: one },
      print: screen => printCase(one, about, clockIn(about.zone), screen),
    };
  const { message, advice } = caseRefusals['unknown-case'](id);
  return refused({ code: 'unknown-case', message, advice });
}

/** All cases that are not closed, or those of one agent. */
export async function caseList(daemon: Daemon, agent: string | null): Promise<Outcome> {
  const about = await daemon.ask('cases', { case: null });
  const cases = about.cases.filter(({ owner }) => agent === null || owner === agent);
  const result = { ...about, cases };
  return { exit: 0, result, print: screen => printCases(result, clockIn(about.zone), screen) };
}

function colourOf(about: CasesView, colour: string, { language }: Screen): string {
  return about.rules?.colours.find(({ id }) => id === colour)?.name[language] ?? colour;
}

function moment(atMs: number, nowMs: number, clock: Clock, { language }: Screen): string {
  const day = clock.day(atMs, language);
  return day === clock.day(nowMs, language) ? clock.time(atMs) : `${day} ${clock.time(atMs)}`;
}

function stateOf({ state, entity }: CaseView, { language }: Screen): string {
  return `${caseStates[state][language]}${entity === null ? '' : ` (${entity})`}`;
}

function printCases(about: CasesView, clock: Clock, screen: Screen): string {
  const { language } = screen;
  if (about.rules === null) return `${caseTexts.noCasesKept[language]}\n`;
  if (about.cases.length === 0) return `${caseTexts.none[language]}\n`;
  const list = table(
    [
      { title: caseTitles.case },
      { title: caseTitles.colour },
      { title: caseTitles.state, least: 8 },
      { title: caseTitles.customer, least: 8 },
      { title: caseTitles.owner, least: 6 },
      { title: caseTitles.opened },
      { title: caseTitles.callBack },
    ],
    about.cases.map((one): Cell[] => [
      one.case,
      colourOf(about, one.colour, screen),
      stateOf(one, screen),
      one.customerName === '' ? one.customer : `${one.customer} ${one.customerName}`,
      one.owner ?? '-',
      moment(one.openedAtMs, about.nowMs, clock, screen),
      one.callBackAtMs === null ? '' : moment(one.callBackAtMs, about.nowMs, clock, screen),
    ]),
    screen,
  );
  const load = about.load.map(({ agent, name, open }) => `${named(agent, name)} ${open}`).join(', ');
  const most = about.rules.maximumOpen;
  return `${list}\n${printable(caseTexts.load(load, most)[language])}\n`;
}

/** When, where and whether it is late. */
function callBackOf(one: CaseView, at: (atMs: number) => string, { language }: Screen): string {
  if (one.callBackAtMs === null) return '-';
  const { call = null, isLate = false } = one.callBack ?? {};
  const late = isLate ? [caseTexts.late[language]] : [];
  return [
    at(one.callBackAtMs),
    ...(one.number === null ? [] : [one.number]),
    ...(call === null ? [] : [call]),
    ...late,
  ].join(', ');
}

function lastOf(
  { atMs, end }: NonNullable<CaseView['lastCallBack']>,
  at: (atMs: number) => string,
  { language }: Screen,
): [keyof typeof caseTitles, string] {
  return ['lastCallBack', `${at(atMs)} ${callBackEnds[end][language]}`];
}

function printCase(one: CaseView, about: CasesView, clock: Clock, screen: Screen): string {
  const { language } = screen;
  const at = (atMs: number) => moment(atMs, about.nowMs, clock, screen);
  const rows: [keyof typeof caseTitles, string][] = [
    ['case', one.case],
    ['customer', `${one.customer} ${one.customerName}`.trim()],
    ['owner', one.owner ?? '-'],
    ['colour', colourOf(about, one.colour, screen)],
    ['state', stateOf(one, screen)],
    ['opened', at(one.openedAtMs)],
    ['callBack', callBackOf(one, at, screen)],
    ...(one.lastCallBack === null ? [] : [lastOf(one.lastCallBack, at, screen)]),
    ...one.notes.map(({ atMs, by, text }): ['note', string] => ['note', `${at(atMs)} ${by.name}: ${text}`]),
  ];
  const width = Math.max(...rows.map(([title]) => caseTitles[title][language].length)) + 2;
  return rows
    .map(([title, text]) => `${caseTitles[title][language].padEnd(width)}${printable(text)}\n`)
    .join('');
}
