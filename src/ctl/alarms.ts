// `plateauctl alarms`: what is wrong, what to do, who cares for it; and the kinds of alarms there are.

import { type AlarmSeverity, alarmKinds, usualAlarms } from '../core/alarm-kinds.js';
import type { Actor } from '../core/facts.js';
import { alarmCatalogue, alarmSeverities } from '../link/alarm-catalogue.js';
import type { AlarmsView, AlarmView } from '../link/alarm-messages.js';
import { duration } from '../link/told.js';
import { actorText } from '../link/words.js';
import type { CtlCommand } from './commands.js';
import type { Daemon } from './daemon.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import { lineWidth, paint, type Screen, type Tone } from './screen.js';
import { padEnd, printable, widthOf, wrap } from './text-width.js';
import { alarmTexts } from './texts-alarms.js';
import { type Clock, clockIn } from './times.js';

type AlarmAsk = Extract<CtlCommand, { readonly kind: 'alarm' }>;

export async function alarms(daemon: Daemon): Promise<Outcome> {
  const result = await daemon.ask('alarms', {});
  return { exit: 0, result, print: screen => printAlarms(result, screen) };
}

/** `person`: who acknowledges, for the record. */
export async function acknowledge(
  daemon: Daemon,
  { alarm, note }: AlarmAsk,
  person: string,
): Promise<Outcome> {
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('alarm-command', { command: { kind: 'acknowledge', alarm, note }, by });
  if (answer.ok)
    return {
      exit: 0,
      result: { alarm },
      print: ({ language }) => `${printable(alarmTexts.acknowledged(alarm)[language])}\n`,
    };
  if (answer.because === 'already-acknowledged')
    return refused({ code: answer.because, message: alarmTexts.already(alarm), advice: null });
  const { alarms: raised } = await daemon.ask('alarms', {});
  const candidates = raised.map(({ alarm: id, kind }) => ({ id, words: [kind] }));
  return refused({
    code: answer.because,
    message: alarmTexts.unknown(alarm),
    advice: alarmTexts.unknownAdvice,
    near: near(alarm, candidates),
  });
}

/** What can be raised at all. Nobody is asked. */
export function kindsOfAlarms(): Outcome {
  const kinds = alarmKinds.map(kind => ({ kind, ...usualAlarms.kinds[kind], ...alarmCatalogue[kind] }));
  return { exit: 0, result: { kinds }, print: printKinds };
}

const tones: Readonly<Record<AlarmSeverity, Tone>> = { critical: 'bad', major: 'warning', minor: 'plain' };

/** The word in its column, what is said beside it, and below that what there is to know. */
function block(severity: AlarmSeverity, said: string, told: readonly string[], screen: Screen): string {
  const { language } = screen;
  const margin = Math.max(...Object.values(alarmSeverities).map(text => widthOf(text[language]))) + 2;
  const width = lineWidth(screen) - margin;
  const word = paint(padEnd(alarmSeverities[severity][language], margin), tones[severity], screen);
  const lines = wrap(printable(said), width).map(
    (line, index) => (index === 0 ? word : ' '.repeat(margin)) + line,
  );
  const below = told.flatMap(text =>
    wrap(printable(text), width).map(
      (line, index) => `${' '.repeat(margin)}${index === 0 ? '' : '  '}${line}`,
    ),
  );
  return [...lines, ...below].map(line => `${line}\n`).join('');
}

/** Each alarm with its advice below it; also part of `status`. */
export function printAlarms({ alarms: raised, nowMs, zone }: AlarmsView, screen: Screen): string {
  const { language } = screen;
  if (raised.length === 0) return `${alarmTexts.none[language]}\n`;
  const clock = clockIn(zone);
  return raised
    .map(alarm => {
      const told = [
        alarmTexts.since(momentText(alarm.sinceMs, nowMs, clock, language), duration(nowMs - alarm.sinceMs)),
        ...acknowledgedText(alarm, nowMs, clock),
      ].map(text => text[language]);
      const advice = alarm.advice === null ? [] : [`→ ${alarm.advice[language]}`];
      const said = `${alarm.text[language]} [${alarm.alarm}]`;
      const joined = told.join(language === 'fr' ? ' ; ' : '; ');
      return block(alarm.severity, said, [joined, ...advice], screen);
    })
    .join('');
}

function acknowledgedText({ acknowledged }: AlarmView, nowMs: number, clock: Clock) {
  if (acknowledged === null) return [];
  const { by, atMs, note } = acknowledged;
  const at = { en: momentText(atMs, nowMs, clock, 'en'), fr: momentText(atMs, nowMs, clock, 'fr') };
  return [alarmTexts.seen(actorText(by), at, note)];
}

/** With its day, unless it is today. */
function momentText(atMs: number, nowMs: number, clock: Clock, language: 'en' | 'fr'): string {
  const day = clock.day(atMs, language);
  return day === clock.day(nowMs, language) ? clock.time(atMs) : `${day} ${clock.time(atMs)}`;
}

function printKinds(screen: Screen): string {
  const { language } = screen;
  return alarmKinds
    .map(kind => {
      const { severity, afterMs, clearAfterMs } = usualAlarms.kinds[kind];
      const { raised, cleared, todo } = alarmCatalogue[kind];
      const told = [alarmTexts.cleared(cleared, duration(clearAfterMs))[language], `→ ${todo[language]}`];
      const said = `[${kind}] ${alarmTexts.raised(raised, duration(afterMs))[language]}`;
      return block(severity, said, told, screen);
    })
    .join('');
}
