// `plateauctl status`, `agents` and `calls`: the floor at a glance.
import type { Language } from '../base/language.js';
import type { AgentState, AgentView, CallView, FlowView, Requests, Status } from '../link/messages.js';
import { duration } from '../link/told.js';
import { agentStates, callStates, ownReasons } from '../link/words.js';
import { printAlarms } from './alarms.js';
import type { Daemon } from './daemon.js';
import type { Outcome } from './outcome.js';
import { lineWidth, paint, type Screen, type Tone } from './screen.js';
import { shareTable } from './share-table.js';
import { type Cell, table } from './table.js';
import { padEnd, printable, widthOf, wrap } from './text-width.js';
import { statusTexts, titles, words } from './texts.js';
import { type Clock, clockIn } from './times.js';

export async function status(daemon: Daemon): Promise<Outcome> {
  const result = await daemon.ask('status', {});
  return { exit: 0, result, print: screen => printStatus(result, clockIn(result.zone), screen) };
}

function printStatus(status: Status, clock: Clock, screen: Screen): string {
  const { language } = screen;
  const upMs = status.nowMs - status.startedAtMs;
  /** With its day, unless it is today. */
  const moment = (atMs: number) => {
    const day = clock.day(atMs, language);
    return day === clock.day(status.nowMs, language) ? clock.time(atMs) : `${day} ${clock.time(atMs)}`;
  };
  const { connected, version, simulated, why } = status.switch;
  const about = [
    [titles.up, statusTexts.up(upMs, moment(status.startedAtMs)), 'plain'],
    [titles.siteFile, statusTexts.revision(status.revision, moment(status.inForceSinceMs)), 'plain'],
    [
      titles.switch,
      connected ? statusTexts.connected(version, simulated) : statusTexts.notConnected(why),
      connected ? 'good' : 'bad',
    ],
    [
      titles.store,
      status.store.ok ? statusTexts.storeOk(status.store.lastSeq) : statusTexts.storeFailed(status.store.why),
      status.store.ok ? 'good' : 'bad',
    ],
  ] as const;
  const margin = Math.max(...about.map(([title]) => widthOf(title[language]))) + 2;
  const lines = about.flatMap(([title, text, tone]) =>
    wrap(printable(text[language]), lineWidth(screen) - margin).map((line, index) => {
      const left = padEnd(index === 0 ? title[language] : '', margin);
      return `${left}${paint(line, tone, screen)}`;
    }),
  );
  const heading = paint(
    printable(statusTexts.program(status.version, status.site)[language]),
    'strong',
    screen,
  );
  const parts = [
    `${[heading, ...lines].join('\n')}\n`,
    flowTable(status, moment, screen),
    shareTable(status, clock, screen),
    trunkTable(status, screen),
  ];
  if (status.alarms.length > 0) parts.push(printAlarms(status, screen));
  return parts.filter(part => part !== '').join('\n');
}

/** With the hand of the supervisor who holds it so, and until when. */
function openCell(
  open: boolean,
  forced: FlowView['forced'],
  moment: (atMs: number) => string,
  language: Language,
): Cell {
  const text = (open ? words.yes : words.no)[language];
  if (forced === null) return open ? text : { text, tone: 'dim' };
  return { text: `${text}, ${words.forcedUntil(moment(forced.untilMs))[language]}`, tone: 'warning' };
}

function flowTable({ flows }: Status, moment: (atMs: number) => string, screen: Screen): string {
  const { language } = screen;
  if (flows.length === 0) return '';
  const isAsked = flows.some(({ scores }) => scores.given > 0);
  return table(
    [
      { title: titles.flow },
      { title: titles.name, least: 8 },
      { title: titles.open },
      { title: titles.waiting, align: 'right' },
      { title: titles.longest, align: 'right' },
      { title: titles.talking, align: 'right' },
      ...(isAsked ? [{ title: titles.satisfaction, align: 'right' as const }] : []),
    ],
    flows.map(({ flow, name, open, forced, waiting, longestWaitMs, talking, scores }) => [
      flow,
      name[language],
      openCell(open, forced, moment, language),
      { text: String(waiting), tone: waiting > 0 ? 'warning' : 'plain' },
      waiting > 0 ? duration(longestWaitMs)[language] : '-',
      String(talking),
      ...(isAsked ? [scoreNote(scores)] : []),
    ]),
    screen,
  );
}

/** `4.2 (12)`: the mean of today's answers, and how many there are. */
const scoreNote = ({ given, sum }: Status['flows'][number]['scores']): string =>
  given === 0 ? '-' : `${(Math.floor((sum * 10) / given) / 10).toFixed(1)} (${given})`;

function trunkTable({ trunks }: Status, screen: Screen): string {
  if (trunks.length === 0) return '';
  return table(
    [
      { title: titles.trunk },
      { title: titles.name, least: 8 },
      { title: titles.inUse, align: 'right' },
      { title: titles.usable, align: 'right' },
      { title: titles.alarm, least: 10 },
    ],
    trunks.map(({ trunk, name, inUse, usable, alarm }) => [
      trunk,
      name,
      String(inUse),
      { text: String(usable), tone: usable === 0 ? 'bad' : 'plain' },
      { text: alarm ?? '', tone: 'bad' },
    ]),
    screen,
  );
}

export async function agents(daemon: Daemon): Promise<Outcome> {
  const { zone } = await daemon.ask('status', {});
  const result = await daemon.ask('agents', {});
  return { exit: 0, result, print: screen => printAgents(result, clockIn(zone), screen) };
}

const agentTones: Readonly<Record<AgentState, Tone>> = {
  'logged-out': 'dim',
  'not-ready': 'warning',
  ready: 'good',
  offered: 'strong',
  talking: 'strong',
  'wrap-up': 'plain',
  'phone-busy': 'warning',
  'phone-unavailable': 'bad',
  'backed-off': 'warning',
};

function printAgents(floor: Requests['agents']['result'], clock: Clock, screen: Screen): string {
  const { language } = screen;
  if (floor.agents.length === 0) return `${words.noAgents[language]}\n`;
  return table(
    [
      { title: titles.agent },
      { title: titles.name, least: 8 },
      { title: titles.phone, least: 8 },
      { title: titles.state },
      { title: titles.since, align: 'right' },
      { title: titles.note, least: 12 },
      { title: titles.cases, align: 'right' },
      { title: titles.skills, optional: true },
    ],
    floor.agents.map((agent): Cell[] => [
      agent.agent,
      agent.name,
      agent.endpoint,
      { text: agentStates[agent.state][language], tone: agentTones[agent.state] },
      // Nothing has happened to him yet: he has been logged out since ever.
      agent.sinceMs > 0 ? duration(floor.nowMs - agent.sinceMs)[language] : '-',
      agentNote(agent, floor.reasons, clock)[language],
      floor.openCases === null ? '' : String(floor.openCases[agent.agent] ?? 0),
      Object.entries(agent.skills)
        .map(([skill, level]) => `${skill} ${level}`)
        .join(', '),
    ]),
    screen,
  );
}

/** What there is to know beside his state: why he is not ready, which call, until when. */
export function agentNote(
  { reason, call, untilMs, leaving }: AgentView,
  reasons: Requests['agents']['result']['reasons'],
  clock: Clock,
): { readonly en: string; readonly fr: string } {
  const note = (language: 'en' | 'fr') => {
    const parts: string[] = [];
    if (reason !== null) {
      const known = reasons.find(({ id }) => id === reason)?.name ?? ownReasons[reason];
      parts.push(known?.[language] ?? reason);
    }
    if (untilMs !== null) parts.push(words.until(clock.time(untilMs))[language]);
    if (call !== null) parts.push(words.call(call)[language]);
    if (leaving) parts.push(words.leaving[language]);
    return parts.join(', ');
  };
  return { en: note('en'), fr: note('fr') };
}

export async function calls(daemon: Daemon): Promise<Outcome> {
  const result = await daemon.ask('calls', {});
  return { exit: 0, result, print: screen => printCalls(result, screen) };
}

const callTones: Readonly<Record<CallView['state'], Tone>> = {
  waiting: 'warning',
  offered: 'strong',
  talking: 'good',
};

function printCalls({ calls, nowMs }: Requests['calls']['result'], screen: Screen): string {
  const { language } = screen;
  if (calls.length === 0) return `${words.noCalls[language]}\n`;
  const age = (fromMs: number, toMs: number) => duration(toMs - fromMs)[language];
  return table(
    [
      { title: titles.call },
      { title: titles.flow, least: 6 },
      { title: titles.caller, least: 10 },
      { title: titles.state },
      { title: titles.ring, align: 'right' },
      { title: titles.inLine, align: 'right' },
      { title: titles.talk, align: 'right' },
      { title: titles.with, least: 8 },
    ],
    calls.map((call): Cell[] => [
      call.call,
      call.flow,
      call.caller === '' ? words.withheld[language] : call.caller,
      { text: callStates[call.state][language], tone: callTones[call.state] },
      String(call.ring + 1),
      age(call.queuedAtMs, call.answeredAtMs ?? nowMs),
      call.answeredAtMs === null ? '' : age(call.answeredAtMs, nowMs),
      [...call.agents, ...(call.partner === null ? [] : [call.partner])].join(', '),
    ]),
    screen,
  );
}
