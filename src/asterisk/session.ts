// One connection's life, from the first link to the loss of one: what is there is taken over, then events become inputs and
// effects become commands. The next connection starts with an empty book.
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Effect } from '../core/effects.js';
import type { Input } from '../core/inputs.js';
import type { Trunk, TrunkId } from '../core/site.js';
import type { QueueLogRecord, SwitchEvents, SwitchSnapshot } from '../core/switch.js';
import type { Ami } from './ami.js';
import type { AriAddress } from './ari-client.js';
import type { AmiAddress, AmiMessage } from './asterisk-manager.js';
import { type Book, emptyBook, isLegId, legOfBridge, newCall, newLeg } from './book.js';
import { musicAgain } from './callers.js';
import { requests } from './commands.js';
import { deadMan } from './dead-man.js';
import type { Happening } from './events.js';
import { featureRequestOf } from './features.js';
import { attempt, type Hands } from './hands.js';
import { type Lines, openLines } from './lines.js';
import { type Links, openLinks } from './links.js';
import { perform } from './perform.js';
import { type Phones, watchPhones } from './phones.js';
import { satisfactionOf } from './satisfaction.js';
import type { Found } from './snapshot.js';
import { takeOver } from './take-over.js';
import { inputsOf, leavesUnasked, strayLeg } from './translate.js';
import { type Trunks, watchTrunks } from './trunks.js';

export type AsteriskOptions = {
  readonly ami: AmiAddress;
  readonly ari: AriAddress;
  /** Names this start of the daemon: letters, digits, `-`. */
  readonly boot: string;
  /** How long Asterisk keeps a waiting caller who is not renewed. */
  readonly deadManSeconds: number;
  readonly trunks: () => ReadonlyMap<TrunkId, Trunk>;
  /** Whether there is room for recordings. */
  readonly mayRecord: () => boolean;
  /** The phones whose state matters, `TECH/name`. */
  readonly endpoints: () => ReadonlySet<string>;
  readonly log: Logger;
};

/** Another daemon that took our place: its app, and since when it owes us a sign of life (`performance.now()`). */
export type Rival = { readonly app: string; askedAtMs: number | null };

/**
 * Rejects with an `OutsideError` when a link cannot be had; nothing is left open then. As long as the dialplan is the rival's, and it
 * lives, we stand by.
 */
export async function openSession(
  options: AsteriskOptions,
  events: SwitchEvents,
  rival: Rival | null,
): Promise<Session> {
  const session = new Session(options, events, rival);
  try {
    await session.open();
    return session;
  } catch (error) {
    session.end();
    throw error;
  }
}

export class Session {
  readonly #options: AsteriskOptions;
  readonly #events: SwitchEvents;
  readonly #app: string;
  readonly #book: Book = emptyBook();
  readonly #lines: Lines;
  readonly #phones: Phones;
  readonly #trunks: Trunks;
  readonly #moving = new Map<string, () => void>();
  readonly #playing = new Map<string, () => void>();
  /** What happened before the snapshot was given. */
  #early: (() => void)[] | null = [];
  #open: { readonly links: Links; readonly hands: Hands; readonly snapshot: SwitchSnapshot } | null = null;
  #beating: NodeJS.Timeout | undefined;
  #endedBecause: string | null = null;
  /** The daemon that has taken our place. */
  rival: Rival | null;

  constructor(options: AsteriskOptions, events: SwitchEvents, rival: Rival | null) {
    this.rival = rival;
    this.#options = options;
    this.#events = events;
    this.#app = `plateau-${options.boot}`;
    this.#lines = openLines(channel => this.#book.legs.has(channel) || isLegId(channel));
    this.#phones = watchPhones(this.#lines, options.endpoints);
    this.#trunks = watchTrunks(this.#lines, options.trunks);
  }

  async open(): Promise<void> {
    const { ami, ari, log } = this.#options;
    const links = await openLinks(
      { ami, ari, app: this.#app, log },
      {
        ami: event => this.#inTurn(() => this.#onAmi(event)),
        happening: happening => this.#onHappening(happening),
        lost: why => this.#lost(why),
      },
    );
    const hands = this.#handsOver(links);
    this.#open = { links, hands, snapshot: emptySnapshot };
    if (!links.info.isSafe)
      log.warn({ version: links.info.version }, 'asterisk is older than 22.10.1, which closes known holes');
    await this.#standByFor(links.ami);
    // First of all: another daemon whose callers we take sees why they leave it.
    await publish(links.ami, this.#app, this.#options.deadManSeconds);
    const found = await takeOver(links.commands, this.#app, { entered: this.#whenMoved });
    this.#open = { links, hands, snapshot: await this.#snapshotOf(links, found) };
    if (this.#endedBecause !== null) throw new OutsideError('ari-refused', this.#endedBecause);
  }

  async #standByFor(ami: Ami): Promise<void> {
    const { rival } = this;
    if (rival !== null && (await ami.global(appVariable)) === rival.app && (await this.#lives(ami, rival)))
      throw new OutsideError('ari-replaced', `the dialplan hands its callers to ${rival.app}`);
    this.rival = null;
  }

  /** It wipes out our question with its next beat. When it has not for the dead-man's time, its callers have left it. */
  async #lives(ami: Ami, rival: Rival): Promise<boolean> {
    const { deadManSeconds, log } = this.#options;
    if (rival.askedAtMs === null || (await ami.global(rivalVariable)) === '') {
      await ami.setGlobal(rivalVariable, this.#app);
      rival.askedAtMs = performance.now();
    }
    if (performance.now() - rival.askedAtMs < deadManSeconds * 1000) return true;
    log.warn({ rival: rival.app }, 'the daemon that took our place gives no sign of life: we take it back');
    return false;
  }

  /** Gives the snapshot, and what has happened since it was taken. */
  begin(): void {
    if (this.#open === null || this.#endedBecause !== null) return;
    this.#events.connected(this.#open.snapshot);
    const early = this.#early ?? [];
    this.#early = null;
    for (const happened of early) happened();
    const { links } = this.#open;
    const everyMs = Math.min(mostBetweenBeatsMs, (this.#options.deadManSeconds * 1000) / 3);
    this.#beating = setInterval(() => void this.#beat(links), everyMs);
    this.#beating.unref();
  }

  perform(effect: Effect): void {
    if (this.#open !== null && this.#endedBecause === null) perform(this.#open.hands, effect);
  }

  /** It has its links, and what it is told reaches them. */
  get isOpen(): boolean {
    return this.#open !== null && this.#endedBecause === null;
  }

  writeQueueLog(record: QueueLogRecord): void {
    const complain = (why: unknown) =>
      this.#options.log.warn({ record, why }, 'queue_log record not written');
    this.#open?.links.ami.writeQueueLog(record).then(
      answer => {
        if (!answer.ok) complain(answer.message);
      },
      (error: Error) => complain(error.message),
    );
  }

  /** The dialplan sees us no more: new callers hear it ring for a moment, then go to its fall-back. Those who wait stay where they are. */
  async close(): Promise<void> {
    if (this.#open !== null && this.#endedBecause === null)
      await this.#leave(this.#open.links, this.#open.hands).catch((error: Error) =>
        this.#options.log.warn({ err: error }, 'the dialplan could not be told that we stop'),
      );
    this.end();
  }

  async #leave(links: Links, hands: Hands): Promise<void> {
    if (await hide(links.ami, this.#app)) await hands.deadMan.stopFresh();
  }

  /** Closes the links, without a word to anybody. */
  end(): void {
    this.#endedBecause ??= 'closed';
    clearInterval(this.#beating);
    this.#open?.hands.deadMan.stop();
    this.#open?.links.close();
  }

  #lost(why: string): void {
    if (this.#endedBecause !== null) return;
    this.#endedBecause = why;
    this.end();
    if (this.#early === null) this.#events.lost(why);
  }

  #handsOver(links: Links): Hands {
    const log = this.#options.log;
    return {
      book: this.#book,
      commands: links.commands,
      deadMan: deadMan(links.ami, this.#options.deadManSeconds, {
        failed: (call, error) => log.warn({ call, err: error }, 'dead-man’s switch not set'),
        overslept: ms => this.#lost(`this process stood still for ${ms} ms: callers may have left it`),
      }),
      app: this.#app,
      entered: this.#whenMoved,
      played: (playback, withinMs) => this.#awaited(this.#playing, playback, withinMs),
      mayRecord: this.#options.mayRecord,
      say: inputs => this.#say(inputs),
      log,
    };
  }

  /** In the order in which it came, and nothing before the snapshot. */
  #inTurn(happened: () => void): void {
    if (this.#early !== null) this.#early.push(happened);
    else happened();
  }

  #say(inputs: readonly Input[]): void {
    if (this.#endedBecause !== null) return;
    for (const input of inputs) {
      // A caller who is gone needs no renewing.
      if (input.type === 'caller-hung-up' || input.type === 'caller-left')
        this.#open?.hands.deadMan.leave(input.call);
      this.#events.input(input);
    }
  }

  #whenMoved = (channel: string, withinMs: number): Promise<boolean> =>
    this.#awaited(this.#moving, channel, withinMs);

  /** Something that an event will say of a channel or a playback. */
  #awaited(by: Map<string, () => void>, id: string, withinMs: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#options.log.warn({ id, withinMs }, 'channel or playback did not come in time');
        by.delete(id);
        resolve(false);
      }, withinMs);
      timer.unref();
      by.set(id, () => {
        clearTimeout(timer);
        by.delete(id);
        resolve(true);
      });
    });
  }

  #onHappening(happening: Happening): void {
    if (happening.type === 'entered') this.#moving.get(happening.channel.id)?.();
    if (happening.type === 'playback-finished') this.#playing.get(happening.playback)?.();
    if (happening.type === 'destroyed') this.#moving.get(happening.channel)?.();
    this.#inTurn(() => this.#hear(happening));
  }

  #hear(happening: Happening): void {
    if (this.#open === null || this.#endedBecause !== null) return;
    const { hands } = this.#open;
    if (happening.type === 'left-bridge') {
      if (happening.empty && legOfBridge(happening.bridge) !== null)
        void attempt(hands, happening.bridge, requests.destroyBridge(happening.bridge));
      return;
    }
    if (happening.type === 'entered') {
      const request = featureRequestOf(hands, happening.channel, happening.args);
      if (request !== null) this.#events.featureCode(request);
    }
    if (happening.type === 'playback-finished') musicAgain(hands, happening.playback);
    const stray = strayLeg(this.#book, happening);
    if (stray !== null) void attempt(hands, stray, requests.hangUp(stray));
    if (happening.type === 'left' && leavesUnasked(this.#book, happening.channel)) {
      // Let go by his dead-man's switch, or taken over by another daemon: then he is not our concern any more.
      void this.#beat(this.#open.links).then(() => this.#say(inputsOf(this.#book, happening)));
      return;
    }
    this.#say(inputsOf(this.#book, happening));
  }

  #onAmi(event: AmiMessage): void {
    const answer = satisfactionOf(event);
    if (answer !== null) this.#say([answer]);
    const changed = this.#lines.event(event);
    for (const { endpoint, phone } of this.#phones.event(event, changed))
      this.#say([{ type: 'phone-changed', endpoint, phone }]);
    for (const state of this.#trunks.event(event, changed)) this.#say([{ type: 'trunk-changed', ...state }]);
  }

  async #snapshotOf(links: Links, found: Found): Promise<SwitchSnapshot> {
    for (const { arrival, joinedWith, joinedIn, up } of found.callers) {
      const call = newCall(arrival, up);
      call.leg = joinedWith;
      if (joinedWith !== null) Object.assign(call, { place: 'joined', bridge: joinedIn });
      this.#book.calls.set(arrival.call, call);
    }
    for (const { leg, call, state } of found.legs)
      this.#book.legs.set(leg, { ...newLeg(leg, call), up: state === 'up', bridged: state === 'up' });
    for (const { call, leg, customer } of found.pairs)
      this.#book.pairs.set(leg, { call, leg, customer, place: 'joined', entered: new Set() });
    for (const { id, name } of found.channels) this.#lines.seen(id, name, this.#book.legs.has(id));
    const [devices, spans, channels] = await Promise.all([
      links.ami.deviceStates(),
      links.ami.dahdiSpans(),
      links.ami.dahdiChannels(),
    ]);
    this.#phones.begin(devices);
    this.#trunks.begin({ devices, spans, channels });
    return {
      version: links.info.version,
      startedAtMs: links.info.startedAtMs,
      elsewhere: new Set(found.channels.map(({ id }) => id).filter(id => !this.#book.calls.has(id))),
      callers: found.callers.map(({ arrival, joinedWith }) => ({ arrival, joinedWith })),
      legs: found.legs.map(({ leg, state }) => ({ leg, state })),
      recordings: found.recordings,
      phones: this.#phones.all(),
      trunks: this.#trunks.all(),
    };
  }

  /** Are we still who the dialplan hands callers to, and does the event stream live? */
  async #beat(links: Links): Promise<void> {
    for (const change of this.#phones.added()) this.#say([{ type: 'phone-changed', ...change }]);
    for (const state of this.#trunks.news()) this.#say([{ type: 'trunk-changed', ...state }]);
    try {
      const { ami } = links;
      const asked = [ami.global(appVariable), ami.global(rivalVariable), links.prove()] as const;
      const [app, rival] = await Promise.all(asked);
      if (app === this.#app && rival !== '') await ami.setGlobal(rivalVariable, '');
      if (app === '') await publish(links.ami, this.#app, this.#options.deadManSeconds);
      else if (app !== this.#app) {
        this.rival = { app, askedAtMs: null };
        this.#lost(`another daemon has taken our place (${app})`);
      }
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }
}

/** A stream that carries nothing is noticed within this and the time in which a proof must come back. */
const mostBetweenBeatsMs = 2_000;

const emptySnapshot: SwitchSnapshot = {
  version: '',
  startedAtMs: null,
  elsewhere: new Set(),
  callers: [],
  legs: [],
  recordings: new Set(),
  phones: [],
  trunks: [],
};

/** The dialplan's global variables: where callers are handed to, and how long it waits for us. */
const appVariable = 'PLATEAU_APP';
const deadManVariable = 'PLATEAU_DEADMAN';
/** Whoever stands by writes himself here; whoever acts wipes it out. */
const rivalVariable = 'PLATEAU_RIVAL';
/** Until when we may be back after a stop, in seconds since 1970: the dialplan lets it ring for so long. */
const backVariable = 'PLATEAU_BACK';
const backWithinSeconds = 8;

async function publish(ami: Ami, app: string, deadManSeconds: number): Promise<void> {
  await ami.setGlobal(deadManVariable, String(deadManSeconds));
  const answer = await ami.setGlobal(appVariable, app);
  if (!answer.ok)
    throw new OutsideError('ami-rights', `AMI refused to set ${appVariable}: ${answer.message}`);
  // Last: who rings and looks at both in between would find neither an app nor the word that there will be one.
  await ami.setGlobal(backVariable, '');
}

/** Resolves to false where the dialplan belongs to another daemon by now. */
async function hide(ami: Ami, app: string): Promise<boolean> {
  if ((await ami.global(appVariable)) !== app) return false;
  await ami.setGlobal(backVariable, String(Math.ceil(Date.now() / 1000) + backWithinSeconds));
  await ami.setGlobal(appVariable, '');
  return true;
}
