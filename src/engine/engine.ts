// The shell around the core: one thing at a time is decided, written down, and then done. Timers are one: the core's next deadline.
import type { Logger } from '../base/logger.js';
import type { CaseAnswer } from '../core/case-commands.js';
import { nextDeadline } from '../core/deadlines.js';
import { changeSite, decide, record, resume } from '../core/decide.js';
import type { Effect } from '../core/effects.js';
import type { Fact, Recorded, SystemFact } from '../core/facts.js';
import type { CommandAnswer, Input } from '../core/inputs.js';
import { invariants } from '../core/invariants.js';
import type { Site } from '../core/site.js';
import { toSnapshot } from '../core/snapshot.js';
import type { State } from '../core/state.js';
import type { Decision } from '../core/step.js';
import type { FeatureRequest, Switch, SwitchSnapshot } from '../core/switch.js';
import type { Route } from '../site/site-file.js';
import { readFeatureCode, sayAnswer } from './feature-codes.js';
import type { Clock, FactStore } from './ports.js';
import { createQueueLog, type QueueLog } from './queue-log.js';
import { type Arrival, type CustomerSearch, Reception } from './reception.js';
import { reconcile } from './reconcile.js';
import { partStrangers, type Strangers } from './strangers.js';
import { TalkCodes } from './talk-codes.js';

/** Invariants are checked after so many inputs, and when nothing came for a while. */
const sampleEvery = 256;
const sampleIdleMs = 10_000;
/** But not more often: a sample costs the whole floor, and in a storm of events it would be taken many times a second. */
const sampleAtMostEveryMs = 1_000;

export type EngineOptions = {
  readonly state: State;
  readonly switch: Switch;
  readonly store: FactStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this run of the daemon. */
  readonly boot: string;
  /** The site file's rules for the flow and priority of a caller who arrives. */
  readonly route: (arrival: Arrival, atMs: number) => Route;
  /** Who calls. Absent: nobody is looked for. */
  readonly customers?: CustomerSearch;
  /** Told of every fact when it is decided, before it is durable: for the log. */
  readonly decided: (record: Recorded) => void;
};

/** How the link to the switch is. */
export type SwitchHealth = {
  readonly connected: boolean;
  readonly version: string;
  readonly why: string | null;
};

/**
 * Of a caller who finds an agent at once, the phone rings before he is answered and hears music: it is the ringing that both
 * wait for, and Asterisk takes a millisecond for the rest. What frees a phone is never overtaken.
 */
function phonesFirst(effects: readonly Effect[]): readonly Effect[] {
  const isRing = ({ type }: Effect) => type === 'ring';
  if (!effects.some(isRing) || effects.some(({ type }) => type !== 'ring' && type !== 'hold')) return effects;
  return [...effects.filter(isRing), ...effects.filter(effect => !isRing(effect))];
}

/** The calls process' one loop. Every method is synchronous: nothing else happens between an input and its decision. */
export class Engine {
  readonly state: State;
  readonly #options: EngineOptions;
  readonly #queueLog: QueueLog;
  readonly #talkCodes = new TalkCodes();
  readonly #reception: Reception | null;
  #lastMs = 0;
  #health: SwitchHealth = { connected: false, version: '', why: null };
  #violations: readonly string[] = [];
  #strangers: Strangers = new Map();
  /** Counts the connections to the switch. */
  #connection = 0;
  #inputs = 0;
  #sampledAtMs = 0;
  #stopped = false;
  #forgetDeadline = nothing;
  #forgetSample = nothing;

  constructor(options: EngineOptions) {
    this.state = options.state;
    this.#options = options;
    this.#queueLog = createQueueLog(options.state);
    const { customers: search, clock } = options;
    this.#reception =
      search === undefined
        ? null
        : new Reception({
            ...{ search, clock, now: () => this.now() },
            hold: arrival => this.#holdUnknown(arrival),
            decide: arrival => this.#decide(arrival),
          });
  }

  /** Says that we are in control, and connects. */
  start(): void {
    if (this.#stopped) return;
    this.tell({ type: 'control-started', boot: this.#options.boot, revision: this.state.site.revision });
    this.#sample();
    this.#options.switch.start({
      input: input => this.input(input),
      connected: snapshot => this.#connected(snapshot),
      lost: why => this.#lost(why),
      featureCode: request => this.#featureCode(request),
    });
  }

  /** The core's time: never backwards. */
  now(): number {
    this.#lastMs = Math.max(this.#lastMs, this.#options.clock.now());
    return this.#lastMs;
  }

  get switchHealth(): SwitchHealth {
    return this.#health;
  }

  /** What is broken by the last sample of the invariants; empty when all is well. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /** As `input`, for a command: resolves to its answer. */
  ask(
    input: Extract<
      Input,
      {
        type:
          | 'agent-command'
          | 'alarm-command'
          | 'supervision'
          | 'recording-command'
          | 'supervise'
          | 'outbound-wanted'
          | 'outbound-cancel'
          | 'campaign-order'
          | 'preview-answer'
          | 'lists-told';
      }
    >,
  ): Promise<CommandAnswer | null> {
    return new Promise(resolve => {
      this.input(input, answer => resolve(answer !== null && 'about' in answer ? null : answer));
    });
  }

  /** As `ask`, for a command about cases. */
  askCase(input: Extract<Input, { type: 'case-command' }>): Promise<CaseAnswer | null> {
    return new Promise(resolve => {
      this.input(input, answer => resolve(answer !== null && 'about' in answer ? answer : null));
    });
  }

  /** Decides an input at once. When its facts are safe its effects follow, and then the answer to a command. */
  input(input: Input, answer?: Answer): void {
    this.#reception?.before(input);
    if (input.type === 'call-arrived' && this.#isNew(input) && this.#reception?.keeps(input)) return;
    this.#decide(input, answer);
  }

  #decide(input: Input, answer?: Answer): void {
    if (input.type !== 'clock') this.#doWhatIsDue();
    const atMs = this.now();
    const decision = decide(this.state, this.#routed(input, atMs), atMs);
    this.#carryOut(decision, atMs, partStrangers(this.#strangers, input), answer);
    const asked = input.type === 'leg-key' ? this.#talkCodes.take(this.state, input, atMs) : null;
    if (asked !== null) this.#decide(asked);
    if (++this.#inputs % sampleEvery === 0 && atMs - this.#sampledAtMs >= sampleAtMostEveryMs) this.#sample();
  }

  #isNew({ call, customer }: Arrival): boolean {
    return customer === undefined && !this.state.calls.has(call);
  }

  #holdUnknown({ call, flow, language }: Arrival): void {
    const music = this.state.flows.get(flow)?.flow.music ?? 'default';
    if (this.#health.connected) this.#options.switch.perform({ type: 'hold', call, music, language });
  }

  /** A new site file, or its calendars compiled afresh. */
  changeSite(site: Site): void {
    const atMs = this.now();
    this.#carryOut(changeSite(this.state, site, atMs), atMs);
  }

  /**
   * For the watchdog: resolves when a turn with nothing to decide has come through the loop and the journal. To false when
   * something that fell due more than `lateMs` ago has not been decided: then the deadlines are dead, whatever else lives.
   */
  turns(lateMs: number): Promise<boolean> {
    const { store } = this.#options;
    return new Promise(resolve => {
      setImmediate(() => store.append([], this.now(), () => resolve(this.#overdueMs() <= lateMs)));
    });
  }

  /** Leaves the switch; callers stay where they are. The store is closed by who opened it, after this. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.tell({ type: 'control-stopped', boot: this.#options.boot });
    this.#forgetDeadline();
    this.#forgetSample();
    this.#reception?.forgetAll();
    await this.#options.switch.close();
  }

  /** A process that was held up finds what happened before its timers: what was due then must not be overtaken by it. */
  #doWhatIsDue(): void {
    const due = this.state.routing ? nextDeadline(this.state) : null;
    if (due !== null && due <= this.now()) this.input({ type: 'clock' });
  }

  #routed(input: Input, atMs: number): Input {
    if (input.type !== 'call-arrived') return input;
    const { flow, priority, rules } = this.#options.route(input, atMs);
    return { ...input, flow: flow ?? input.flow, rules, ...(priority === null ? {} : { priority }) };
  }

  #carryOut(decision: Decision, atMs: number, beyond: Decision['effects'] = [], answer?: Answer): void {
    const { store } = this.#options;
    const { facts } = decision;
    const effects = phonesFirst([...decision.effects, ...beyond]);
    if (facts.length > 0 || effects.length > 0 || answer !== undefined) {
      const connection = this.#connection;
      const records = store.append(facts, atMs, () => {
        // Of what was decided on an earlier connection the snapshot has told what became of it, and the core has decided anew.
        if (connection === this.#connection)
          for (const effect of effects) this.#options.switch.perform(effect);
        for (const fact of facts) this.#writeQueueLog(fact, atMs);
        answer?.(decision.answer);
      });
      for (const record of records) this.#options.decided(record);
    }
    if (store.snapshotIsDue) void store.writeSnapshot(toSnapshot(this.state), atMs);
    this.#armDeadline();
  }

  #writeQueueLog(fact: Fact, atMs: number): void {
    for (const line of this.#queueLog.take(fact, atMs)) this.#options.switch.writeQueueLog(line);
  }

  /** While the switch is away nothing falls due: a phone that we cannot see is not a phone that does not answer. */
  #armDeadline(): void {
    const { clock } = this.#options;
    this.#forgetDeadline();
    const due = this.#due();
    this.#forgetDeadline =
      due === null ? nothing : clock.after(due - clock.now(), () => this.input({ type: 'clock' }));
  }

  #due(): number | null {
    return this.#health.connected && !this.#stopped ? nextDeadline(this.state) : null;
  }

  #overdueMs(): number {
    const due = this.#due();
    return due === null ? 0 : this.now() - due;
  }

  #sample(): void {
    this.#sampledAtMs = this.now();
    const found = invariants(this.state, this.#sampledAtMs);
    if (found.length > 0 && found.join() !== this.#violations.join()) {
      this.#options.logger.error({ violations: found }, 'invariant broken');
    }
    this.#violations = found;
    this.#forgetSample();
    this.#forgetSample = this.#stopped
      ? nothing
      : this.#options.clock.after(sampleIdleMs, () => this.#sample());
  }

  /** Something that changes no decision is now true, such as a message on a sign. */
  tell(fact: SystemFact): void {
    const atMs = this.now();
    this.#carryOut(record(this.state, fact, atMs), atMs);
  }

  #connected(snapshot: SwitchSnapshot): void {
    this.#health = { connected: true, version: snapshot.version, why: null };
    this.#connection++;
    const { inputs, effects, afterwards, strangers } = reconcile(this.state, snapshot);
    this.#strangers = strangers;
    for (const input of inputs) this.input(input);
    // Only now: while it is not told who is gone, the core would ring phones for him.
    this.tell({ type: 'switch-connected', version: snapshot.version });
    const atMs = this.now();
    // What is taken back goes first: whoever is held must not be in a talk any more.
    this.#carryOut({ facts: [], effects, answer: null }, atMs);
    this.#carryOut(resume(this.state, atMs), atMs);
    this.#carryOut({ facts: [], effects: afterwards, answer: null }, atMs);
    const about = {
      version: snapshot.version,
      callers: snapshot.callers.length,
      calls: this.state.calls.size,
    };
    this.#options.logger.info(about, 'switch connected');
  }

  #lost(why: string): void {
    const { connected, why: before } = this.#health;
    if (!connected && before === why) return;
    this.#reception?.letAllGo();
    this.#health = { ...this.#health, connected: false, why };
    this.#options.logger.warn({ why }, 'switch lost');
    if (connected) this.tell({ type: 'switch-lost', why });
    this.#armDeadline();
  }

  #featureCode(request: FeatureRequest): void {
    const read = readFeatureCode(this.state, request, this.now());
    if ('answer' in read) request.answer(read.answer);
    else this.input(read.input, answer => request.answer(sayAnswer(answer)));
  }
}

type Answer = (answer: Decision['answer']) => void;

/** What is there before a timer was set. */
const nothing: () => void = () => undefined;
