// From a checked site file to what the programs work with. Pure: the same content, instant and secrets give the same site.
import { createHash } from 'node:crypto';
import type { Partner, Site, Supervisor } from '../../core/site.js';
import type { Config } from '../read.js';
import type { CalendarSection } from '../sections/calendars.js';
import type { SupervisorSection } from '../sections/listening.js';
import type { Access, SiteFile } from '../site-file.js';
import { compileAgents } from './agents.js';
import { compileAlarms } from './alarms.js';
import { openings } from './calendars.js';
import { campaignRules, compileCampaign } from './campaigns.js';
import { compileCases, compileRepeatCallers } from './cases.js';
import { compileCustomers } from './customers.js';
import { localDays } from './days.js';
import { compileBoard, compileSchedule, compileThreshold } from './displays.js';
import { router } from './entry.js';
import { compileFlow, compileRequirements } from './flows.js';
import { compileOutbound } from './outbound.js';
import { compileSign } from './signs.js';
import { compileTransfers, outsideNumbers } from './transfers.js';
import { compilePanel, compileUser } from './users.js';

/** What the loader found out beside the text of the file. */
export type Secrets = {
  readonly ami: string | null;
  readonly ari: string | null;
  readonly crm: string | null;
};

/** A site file without an error, and everything that compiling it takes. Compile it again when days have gone by. */
export type CheckedSite = {
  readonly config: Config;
  readonly secrets: Secrets;
  /** Public holidays, `extra` added and `except` taken out. */
  readonly holidays: ReadonlySet<string>;
};

const dayMs = 86_400_000;
const daysBefore = 2;
const daysAfter = 400;

/** Compiles openings and day starts for the time from two days before `nowMs` to 400 days after it. */
export function compileSite(checked: CheckedSite, { nowMs }: { readonly nowMs: number }): SiteFile {
  const { config } = checked;
  const { zone } = config.site;
  const days = localDays(zone, nowMs - daysBefore * dayMs, nowMs + daysAfter * dayMs);
  const calendars = new Map(
    [...config.calendars].map(([id, calendar]) => [id, openings(calendar, days, checked.holidays, zone)]),
  );
  const openIn = (calendar: CalendarSection, where: string) =>
    openings(
      calendar,
      localDays(where, nowMs - daysBefore * dayMs, nowMs + daysAfter * dayMs),
      checked.holidays,
      where,
    );
  return {
    core: compileCore(
      config,
      calendars,
      days.map(({ startMs }) => startMs),
      compileOutbound(config.outbound, config.calendars, openIn, zone),
    ),
    zone,
    languages: config.site.languages,
    asterisk: {
      ami: access(config.asterisk.ami, checked.secrets.ami),
      ari: access(config.asterisk.ari, checked.secrets.ari),
      deadmanMs: config.asterisk.deadman,
    },
    signs: [...config.signs].map(([id, sign]) => compileSign(id, sign)),
    boards: [...config.boards].map(([id, board]) => compileBoard(id, board)),
    teams: config.teams,
    thresholds: [...config.thresholds].flatMap(([key, threshold]) => compileThreshold(key, threshold)),
    schedules: [...config.schedules].map(([id, schedule]) => compileSchedule(id, schedule)),
    panel: compilePanel(config.panel),
    webhooks: [...config.webhooks].map(([id, { flows, ...hook }]) => ({ id, flows: flows ?? null, ...hook })),
    users: [...config.users].map(([name, user]) => compileUser(name, user)),
    recordings: {
      keepMs: config.recordings.keep,
      folder: config.recordings.folder ?? null,
      publicKey: config.recordings.encryptFor ?? null,
    },
    journal: { keepMs: config.journal.keep, checkpoints: config.journal.checkpoints },
    calendars,
    campaigns: new Map(
      [...config.campaigns].map(([id, section]) => [
        id,
        compileCampaign(id, section, {
          ...{ zone, outbound: config.outbound, calendars: config.calendars, openings: openIn },
        }),
      ]),
    ),
    numberZones: config.outbound === 'none' ? [] : config.outbound.zones,
    customers: compileCustomers(config.customers, checked.secrets.crm),
    screen: { page: config.screen.page ?? null, webhook: config.screen.webhook ?? null },
    route: router(
      config.entry,
      config.customers.country === undefined ? null : config.customers.attributes,
      zone,
    ),
  };
}

function compileCore(
  config: Config,
  calendars: SiteFile['calendars'],
  dayStarts: readonly number[],
  outbound: Site['outbound'],
): Site {
  const { site } = config;
  const { noAnswer, rejected, busy, unreachable } = config.backOffs;
  const backOff = ({ call, agent }: { readonly call: number; readonly agent: number }) => ({
    callMs: call,
    agentMs: agent,
  });
  return {
    name: site.name,
    revision: revisionOf(config),
    language: site.languages[0] ?? 'en',
    dayStarts,
    priorityStepMs: site.priorityStep,
    wrapUpMs: site.wrapUp,
    wrapUpCodes: new Map([...config.wrapUpCodes].map(([id, name]) => [id, { id, name }])),
    noAnswersBeforeNotReady: site.noAnswersBeforeNotReady,
    confirmTimeoutMs: site.confirmTimeout,
    backOffs: {
      noAnswer: backOff(noAnswer),
      rejected: backOff(rejected),
      busy: backOff(busy),
      unreachable: backOff(unreachable),
    },
    shortPauses: new Set([...config.notReadyReasons].flatMap(([id, { short }]) => (short ? [id] : []))),
    repeatCallers: compileRepeatCallers(config.repeatCallers),
    cases: compileCases(config.cases),
    outbound,
    campaigns: new Map([...config.campaigns].map(([id, section]) => [id, campaignRules(id, section)])),
    notReadyReasons: [...config.notReadyReasons].map(([id, { code, name }]) => ({
      id,
      code: String(code),
      name,
    })),
    skills: config.skills,
    requirements: compileRequirements(config.flows, config.units),
    units: new Map([...config.units].map(([id, unit]) => [id, { id, ...unit }])),
    flows: new Map([...config.flows].map(([id, flow]) => [id, compileFlow(id, flow, calendars)])),
    agents: compileAgents(config.agents),
    partners: new Map([...compilePartners(config), ...outsideNumbers(config.transfers)]),
    trunks: new Map([...config.trunks].map(([id, trunk]) => [id, { id, ...trunk }])),
    transfers: compileTransfers(config.transfers),
    supervisors: new Map([...config.supervisors].map(([id, one]) => [id, compileSupervisor(id, one)])),
    supervisionTone: site.supervisionTone,
    alarms: compileAlarms(config.alarms, calendars),
    recordingAnnouncement: config.recordings.announcement,
  };
}

function compilePartners(config: Config): [string, Partner][] {
  return [...config.partners].map(([id, partner]) => [
    id,
    {
      id,
      name: partner.name,
      destinations: partner.destinations,
      caps: {
        concurrent: partner.caps.concurrent ?? null,
        perMinute: partner.caps.perMinute ?? null,
        minutesPerDay: partner.caps.minutesPerDay ?? null,
      },
      dialTimeoutMs: partner.dialTimeout,
      confirm: partner.confirm,
      maximumTalkMs: partner.maximumTalk ?? null,
      retryAfterMs: partner.retryAfter,
    },
  ]);
}

function compileSupervisor(id: string, { name, phone, may, teams, flows }: SupervisorSection): Supervisor {
  return { id, name, endpoint: phone, may: [...new Set(may)], teams: teams ?? null, flows: flows ?? null };
}

function access(section: { host: string; port: number; user: string }, password: string | null): Access {
  return { host: section.host, port: section.port, user: section.user, password };
}

/**
 * Twelve hexadecimal digits that name the content: blanks, comments and today's date do not count, nor does the way to Asterisk, for
 * the panel reads the same file without its secrets and must come to the same name.
 */
function revisionOf({ asterisk: { ami: _, ari: __, ...asterisk }, customers, ...others }: Config): string {
  const { password: _p, ...crm } = customers.crm ?? {};
  const plain = JSON.stringify(
    { ...others, customers: { ...customers, crm }, asterisk },
    (_key, value: unknown) => (value instanceof Map ? [...value] : value),
  );
  return createHash('sha256').update(plain).digest('hex').slice(0, 12);
}
