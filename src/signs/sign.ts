// What to send a sign next, given what it should show and what it holds. Pure: no socket, no timer; the line beside it has those.
//
// The sign holds files and settings; so does a list of what we want, and the difference is sent one packet at a time. Newest values win:
// nothing is queued, a value that changes twice before its turn is sent once.
import type { Language } from '../base/language.js';
import type { Accents } from './alpha/charset.js';
import { type Command, encodeClearMemory, encodeCommand, type MemoryFile } from './alpha/commands.js';
import { type GeneralInfo, parseCommand, parseGeneralInfo } from './alpha/parse.js';
import type { Wanted } from './driver.js';
import type { SignProgram } from './layout.js';
import { localTime } from './local-time.js';
import { noticeCommand, noticeOf } from './notice.js';
import { alertFor, valuePieces } from './values.js';

/** One sign: how it is reached on its line, and what it shows. */
export interface SignSettings {
  readonly program: SignProgram;
  readonly accents: Accents;
  readonly language: Language;
  /** IANA zone of the sign's clock. */
  readonly zone: string;
  /** Everything is sent again this often, because a sign that was off for a moment looks the same to its adapter. Default 10 min. */
  readonly refreshMs?: number;
}

/** What a sign holds, as far as we know. A new one when the line connects: nothing is known then. */
export interface SignState {
  /** Body last sent and when, by what it sets. */
  readonly held: Map<string, { readonly body: string; readonly atMs: number }>;
  refreshAtMs: number;
  /** We asked the sign for its memory and wait for the answer until then. */
  awaitingUntilMs: number | undefined;
  /** When to set the sign's clock. */
  clockAtMs: number;
  /** When to ask the sign how it is. */
  askAtMs: number;
  /** What it said; many cannot answer. */
  info: GeneralInfo | undefined;
  answeredAtMs: number | undefined;
  /** When it was last asked how it is. */
  askedAtMs: number | undefined;
  /** One that answers has left a question without an answer: it was away, and may have lost everything. */
  missed: boolean;
}

/** A packet to send now, or nothing to do until a time. */
export type Step =
  | {
      readonly kind: 'send';
      /** What the packet sets or asks. */
      readonly key: string;
      readonly body: string;
      /** How long the line must be left alone afterwards. */
      readonly quietMs: number;
    }
  | { readonly kind: 'wait'; readonly untilMs: number };

/** Pauses after a packet: 250 ms are reliable on real signs, 100 ms are not; a clear takes the sign 2 s. */
export interface Pacing {
  readonly gapMs: number;
  readonly afterClearMs: number;
}

/** For every line that has nothing else in its settings. */
export const DEFAULT_PACING: Pacing = { gapMs: 250, afterClearMs: 2_000 };

const DEFAULT_REFRESH_MS = 10 * 60_000;
const ANSWER_DEADLINE_MS = 2_000;
/** After a question nobody on the line speaks: signs share it with their answers. */
const ANSWER_GAP_MS = 1_000;
const ASK_MEMORY = 'ask-memory';
const ASK_GENERAL = 'ask-general';
const SET_CLOCK = 'clock';
const ASK_EVERY_MS = 60_000;
const ASK_AWAY_MS = 10_000;
/** What was shown a minute ago is right a minute after the power is back. */
const AGAIN_MS = 60_000;
const RELEASE = encodeCommand({ kind: 'release-priority' }, 'two-byte');
/** For some 5 s after a clear a sign takes packets and answers nothing. */
const FIRST_ASK_MS = 10_000;
/** These two make the sign dark for seconds: they are sent again only when the sign has lost its memory, or cannot say. */
const MEMORY_KEYS = new Set(['clear', 'memory']);

/** A sign that has just been connected. */
export function newSignState(settings: SignSettings, nowMs: number): SignState {
  return {
    held: new Map(),
    refreshAtMs: nowMs + (settings.refreshMs ?? DEFAULT_REFRESH_MS),
    awaitingUntilMs: undefined,
    clockAtMs: nowMs,
    askAtMs: nowMs + FIRST_ASK_MS,
    info: undefined,
    answeredAtMs: undefined,
    askedAtMs: undefined,
    missed: false,
  };
}

/** What to do now. Call `stepSent` once a `send` has gone out. */
export function nextStep(
  settings: SignSettings,
  state: SignState,
  wanted: Wanted,
  pacing: Pacing,
  nowMs: number,
): Step {
  if (state.awaitingUntilMs !== undefined) {
    if (nowMs < state.awaitingUntilMs) return { kind: 'wait', untilMs: state.awaitingUntilMs };
    // No answer: a sign that cannot say that it has kept its memory is set up from the start.
    state.awaitingUntilMs = undefined;
    forget(state, () => true);
  }
  const send = (due: Due, quietMs: number): Step => ({ kind: 'send', ...due, quietMs });
  const ask = (key: string, kind: 'read-memory' | 'read-general') =>
    send(dueOf(settings, key, { kind }), Math.max(pacing.gapMs, ANSWER_GAP_MS));
  for (const due of setUp(settings, wanted, nowMs))
    if (differs(state, due, nowMs))
      return send(due, due.key === 'clear' ? pacing.afterClearMs : pacing.gapMs);
  // Before the figures: on a busy floor those differ all the time.
  if (nowMs >= state.clockAtMs) return send(clockDue(settings, nowMs), pacing.gapMs);
  if (nowMs >= state.refreshAtMs) return ask(ASK_MEMORY, 'read-memory');
  if (nowMs >= state.askAtMs) return ask(ASK_GENERAL, 'read-general');
  const value = oldestValue(settings, state, wanted, nowMs);
  if (value !== undefined) return send(value, pacing.gapMs);
  return {
    kind: 'wait',
    untilMs: Math.min(state.refreshAtMs, state.askAtMs, state.clockAtMs, againAtMs(state)),
  };
}

/** The packet of a step has been given to the line. */
export function stepSent(
  settings: SignSettings,
  state: SignState,
  step: Extract<Step, { kind: 'send' }>,
  nowMs: number,
): void {
  if (step.key === ASK_MEMORY) {
    state.awaitingUntilMs = nowMs + ANSWER_DEADLINE_MS;
    state.refreshAtMs = nowMs + (settings.refreshMs ?? DEFAULT_REFRESH_MS);
  } else if (step.key === ASK_GENERAL) {
    const { askedAtMs, answeredAtMs } = state;
    if (askedAtMs !== undefined && answeredAtMs !== undefined && answeredAtMs < askedAtMs)
      state.missed = true;
    state.askedAtMs = nowMs;
    state.askAtMs = nowMs + (state.missed ? ASK_AWAY_MS : ASK_EVERY_MS);
  }
  if (step.key === ASK_GENERAL || step.key === ASK_MEMORY) return;
  if (step.key === SET_CLOCK) state.clockAtMs = nextClockMs(nowMs);
  else state.held.set(step.key, { body: step.body, atMs: nowMs });
}

/** A sign takes hours and minutes, so it is exact only when a minute begins: then every 10 min, else at the next beginning. */
function nextClockMs(nowMs: number): number {
  const intoMinuteMs = nowMs % 60_000;
  return nowMs - intoMinuteMs + (intoMinuteMs < 2_000 ? 600_000 : 60_000);
}

/** Whether a step asks the sign for an answer. */
export function isQuestion(step: Extract<Step, { kind: 'send' }>): boolean {
  return step.key === ASK_MEMORY || step.key === ASK_GENERAL;
}

/** The sign answered. What is not an answer to a question of ours changes nothing. */
export function answerReceived(settings: SignSettings, state: SignState, body: string, nowMs: number): void {
  const info = parseGeneralInfo(body);
  const memory = parseCommand(body);
  if (info === undefined && memory?.kind !== 'configure-memory' && memory?.kind !== 'clear-memory') return;
  state.answeredAtMs = nowMs;
  if (info !== undefined) {
    // Packets get lost without a word: a sign that can answer is asked at once whether the set-up took.
    if (state.info === undefined || state.missed) state.refreshAtMs = nowMs;
    state.info = info;
    state.missed = false;
  } else if (state.awaitingUntilMs !== undefined) {
    state.awaitingUntilMs = undefined;
    const kept = memory?.kind === 'configure-memory' && sameMemory(memory.files, settings.program.memory);
    forget(state, key => !kept || !MEMORY_KEYS.has(key));
  }
}

/** What is forgotten is sent again. */
function forget(state: SignState, which: (key: string) => boolean): void {
  for (const key of [...state.held.keys()]) if (which(key)) state.held.delete(key);
  state.clockAtMs = 0;
}

/** A sign gives all that is left of its memory to the first file, so that one may be larger. */
function sameMemory(held: readonly MemoryFile[], wanted: readonly MemoryFile[]): boolean {
  if (held.length !== wanted.length) return false;
  return wanted.every((file, index) => {
    const other = held[index];
    if (other === undefined || other.label !== file.label || other.type !== file.type) return false;
    return index === 0 ? other.size >= file.size : other.size === file.size;
  });
}

interface Due {
  readonly key: string;
  readonly body: string;
}

function differs(state: SignState, due: Due, nowMs: number): boolean {
  const held = state.held.get(due.key);
  return held?.body !== due.body || (isRepeated(due) && nowMs >= held.atMs + AGAIN_MS);
}

/**
 * A sign without power for a moment has missed what was sent, and nobody notices: what changes all the time is sent again after a
 * minute. A STRING that is written again does not flicker; a priority text may, so only one that is shown.
 */
function isRepeated({ key, body }: Due): boolean {
  return key.startsWith('string:') || (key === 'priority' && body !== RELEASE);
}

/** When the first of what is repeated is due. */
function againAtMs(state: SignState): number {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const [key, { body, atMs }] of state.held)
    if (isRepeated({ key, body })) firstMs = Math.min(firstMs, atMs + AGAIN_MS);
  return firstMs;
}

/** The value that differs and whose turn is the longest ago: a figure that changes every second must not keep the others from the sign. */
function oldestValue(
  settings: SignSettings,
  state: SignState,
  wanted: Wanted,
  nowMs: number,
): Due | undefined {
  let oldest: Due | undefined;
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const slot of settings.program.strings) {
    const pieces = valuePieces(slot, wanted.values[slot.name], alertFor(slot, wanted.alerts));
    const due = dueOf(settings, `string:${slot.label}`, { kind: 'write-string', label: slot.label, pieces });
    const atMs = state.held.get(due.key)?.atMs ?? 0;
    if (differs(state, due, nowMs) && atMs < oldestMs) {
      oldest = due;
      oldestMs = atMs;
    }
  }
  return oldest;
}

function clockDue(settings: SignSettings, nowMs: number): Due {
  const { hour, minute } = localTime(nowMs, settings.zone);
  return dueOf(settings, SET_CLOCK, { kind: 'set-time', hour, minute });
}

/** Everything but the values, in the order in which a sign must get it (clear before memory, memory before files). */
function* setUp(settings: SignSettings, wanted: Wanted, nowMs: number): Generator<Due> {
  const { program } = settings;
  const due = (key: string, command: Command) => dueOf(settings, key, command);
  yield { key: 'clear', body: encodeClearMemory({ eraseEverything: true }) };
  yield due('memory', { kind: 'configure-memory', files: program.memory });
  const place = { ...settings, columns: program.columns, rows: program.rows };
  const notice = noticeOf(place, wanted);
  yield due('priority', notice === undefined ? { kind: 'release-priority' } : noticeCommand(place, notice));
  // Some signs are delivered with the speaker on.
  yield due('speaker', { kind: 'speaker', on: false });
  for (const text of program.texts) yield due(`text:${text.label}`, text);
  yield due('sequence', { kind: 'run-sequence', labels: program.texts.map(text => text.label).join('') });
  yield due('weekday', { kind: 'set-weekday', day: localTime(nowMs, settings.zone).weekday });
  yield due('time-format', { kind: 'time-format', hours: 24 });
}

function dueOf(settings: SignSettings, key: string, command: Command): Due {
  return { key, body: encodeCommand(command, settings.accents) };
}
