// Does a storm delay a decision? The daemon as a site runs it, with its journal on disk, before a PBX that is played: real sockets for AMI
// and ARI, so that thousands of events a second can be sent. From the caller's arrival on the event stream to the command that
// rings a phone: quiet and in a storm, in turns, in one run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectLink, type LinkClient } from '../src/link/client.js';
import { givenAmi } from '../test/asterisk-unit/fake-ami.js';
import { type Asked, givenAri } from '../test/asterisk-unit/fake-ari.js';
import { phonesOf } from './floor.js';
import { startPlateau } from './plateau.js';
import type { BenchRow } from './row.js';
import { figure, percentile } from './statistics.js';

export const callGroup = { name: 'calm', first: 101, count: 40 } as const;
const stormGroup = { name: 'storm', first: 1001, count: 400 } as const;
const turns = 3;
export const callsPerTurn = 200;
const betweenCallsMs = 20;
const tickMs = 10;
const answerMs = 10_000;
/** Nobody on a floor notices less. */
const targetRatio = 1.5;
const clients = 40;
/** Each second: device states that change, of agents and of others; channels that come and go; events of calls that are not ours. */
const storm = { agentStates: 2_000, otherStates: 2_000, channels: 1_000, ariEvents: 2_000, requests: 200 };

/** About how long `measureStorm` takes. */
export const stormExpectedMs = 2 * turns * callsPerTurn * (betweenCallsMs + 3) + 8_000;

type Pbx = Awaited<ReturnType<typeof startPbx>>;

/** Rows for the report. */
export async function measureStorm(nodeArguments: readonly string[]): Promise<readonly BenchRow[]> {
  const pbx = await startPbx();
  try {
    const plateau = await startPlateau(pbx.asterisk, [callGroup, stormGroup], nodeArguments);
    await plateau.logIn([...phonesOf(callGroup), ...phonesOf(stormGroup)]);
    const quiet: number[] = [];
    const stormy: number[] = [];
    let sent = 0;
    await turn(pbx, []);
    for (let time = 0; time < turns; time += 1) {
      await turn(pbx, quiet);
      const blowing = blow(pbx, plateau.socket);
      await turn(pbx, stormy);
      sent += await blowing.stop();
    }
    const { switch: connection } = await plateau.link.ask('status', {});
    await plateau.stop();
    if (!connection.connected) throw new Error(`the daemon lost its links: ${connection.why}`);
    return rowsOf(quiet, stormy, sent);
  } finally {
    await pbx.stop();
  }
}

function rowsOf(quiet: readonly number[], stormy: readonly number[], sent: number): readonly BenchRow[] {
  const note = `${quiet.length} calls each, ${turns} turns of each kind; real sockets, journal on disk, a PBX that is played. Storm, each second: ${storm.agentStates} changes of logged-in agents' phones, ${storm.otherStates} of other devices, ${storm.channels} channels that come and go, ${storm.ariEvents} events of foreign calls, ${storm.requests} requests of ${clients} clients; ${sent} in all were sent.`;
  return [0.5, 0.99].map(share => {
    const [calm, wild] = [percentile(quiet, share), percentile(stormy, share)];
    return {
      what: `event to decision in a storm (reference: the same without), p${100 * share}`,
      measured: figure(wild, 'ms'),
      reference: figure(calm, 'ms'),
      ratio: wild / calm,
      target: share === 0.5 ? `p50 ≤ ${targetRatio} × the same without` : null,
      ok: share === 0.5 ? wild / calm <= targetRatio : null,
      note: share === 0.5 ? note : '',
    };
  });
}

const success = 'Response: Success\r\n{id}\r\n\r\n';
const devices = [...phonesOf(callGroup), ...phonesOf(stormGroup)].map(
  phone => `Event: DeviceStateChange\r\n{id}\r\nDevice: PJSIP/${phone}\r\nState: NOT_INUSE\r\n\r\n`,
);

/** One that plays Asterisk: says yes to everything, and tells when a leg is originated. */
export async function startPbx() {
  const endings: (() => Promise<void>)[] = [];
  const scope = { teardown: (action: () => Promise<void>) => void endings.push(action) };
  const folder = await mkdtemp(join(tmpdir(), 'plateau-storm-'));
  const globals = new Map<string, string>();
  const ami = await givenAmi(scope, {
    answer: (action, fields) => {
      const variable = fields.get('Variable') ?? '';
      if (action === 'Setvar' && !fields.has('Channel')) globals.set(variable, fields.get('Value') ?? '');
      if (action === 'Getvar')
        return `Response: Success\r\n{id}\r\nVariable: ${variable}\r\nValue: ${globals.get(variable) ?? ''}\r\n\r\n`;
      const end = 'Event: ListComplete\r\n{id}\r\nEventList: Complete\r\n\r\n';
      if (action === 'DeviceStateList') return `${success}${devices.join('')}${end}`;
      return /^DAHDI/.test(action) ? `${success}${end}` : success;
    },
  });
  const dialled = new Map<string, () => void>();
  const app = () => globals.get('PLATEAU_APP') ?? '';
  const ari = await givenAri(scope, command => heard(command));
  const say = (event: object) => ari.say(JSON.stringify(event), app());
  const heard = ({ method, uri }: Asked): void => {
    const [path = ''] = uri.split('?');
    const [what, id = '', more] = path.split('/').map(decodeURIComponent);
    if (what === 'events' && more !== undefined)
      setImmediate(() => ari.say(JSON.stringify({ type: 'ChannelUserevent', eventname: more })));
    if (what !== 'channels' || more !== undefined) return;
    if (method === 'POST') dialled.get(id)?.();
    if (method === 'DELETE')
      setImmediate(() => say({ type: 'ChannelDestroyed', cause: 16, channel: { id } }));
  };
  return {
    ami,
    say,
    dialled,
    asterisk: {
      folder,
      ami: { host: '127.0.0.1', port: ami.port, user: 'plateau', secret: 'right' },
      ari: { url: `http://127.0.0.1:${ari.port}`, user: 'plateau', password: 'x' },
      beforeStop: (action: () => Promise<void>) => void endings.unshift(action),
    },
    stop: async () => {
      for (const end of endings) await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let calls = 0;

/** Callers come one after the other and hang up as soon as a phone is rung for them. */
export async function turn(pbx: Pbx, delaysMs: number[]): Promise<void> {
  for (let index = 0; index < callsPerTurn; index += 1) {
    calls += 1;
    const id = `1795302000.${calls}`;
    const leg = `${id}.1`;
    const channel = {
      id,
      name: `PJSIP/operator-${calls}`,
      state: 'Ring',
      caller: { name: '', number: '06' },
    };
    const rings = new Promise<void>(resolve => pbx.dialled.set(leg, resolve));
    const startedAt = performance.now();
    pbx.say({ type: 'StasisStart', args: ['call', callGroup.name, '3200', 'fr', '', ''], channel });
    await Promise.race([rings, late()]);
    delaysMs.push(performance.now() - startedAt);
    pbx.dialled.delete(leg);
    pbx.say({ type: 'ChannelDestroyed', cause: 16, channel });
    await delay(betweenCallsMs);
  }
}

async function late(): Promise<never> {
  await delay(answerMs, undefined, { ref: false });
  throw new Error(`no phone was rung within ${answerMs} ms`);
}

/** Everything at once, evenly over the time. */
function blow(pbx: Pbx, socket: string): { readonly stop: () => Promise<number> } {
  let sent = 0;
  let phase = 0;
  const perTick = (perSecond: number) => Math.round((perSecond * tickMs) / 1_000);
  const many = (count: number, text: (index: number) => string) => {
    sent += count;
    return Array.from({ length: count }, (_, index) => text(phase + index)).join('');
  };
  const state = (device: string, down: boolean) =>
    `Event: DeviceStateChange\r\nDevice: ${device}\r\nState: ${down ? 'UNAVAILABLE' : 'NOT_INUSE'}\r\n\r\n`;
  const links: LinkClient[] = [];
  const joining = Promise.all(
    Array.from({ length: clients }, async () => links.push(await connectLink(socket))),
  );
  // Told by `stop`; when a turn has failed before, its own reason counts.
  joining.catch(() => undefined);
  const timer = setInterval(() => {
    phase += 1;
    const round = Math.floor(phase / 20) % 2 === 0;
    pbx.ami.say(
      many(perTick(storm.agentStates), index =>
        state(`PJSIP/${stormGroup.first + ((index * 7) % stormGroup.count)}`, round),
      ) +
        many(perTick(storm.otherStates), index => state(`Custom:x${index % 500}`, round)) +
        many(perTick(storm.channels / 2), index => {
          const about = `Channel: PJSIP/door-${phase}${index}\r\nUniqueid: 9.${phase}${index}\r\n\r\n`;
          sent += 1;
          return `Event: Newchannel\r\n${about}Event: Hangup\r\n${about}`;
        }),
    );
    for (let index = 0; index < perTick(storm.ariEvents); index += 1) {
      sent += 1;
      pbx.say({ type: 'ChannelDtmfReceived', digit: '5', channel: { id: `9.${phase}${index}`, name: 'x' } });
    }
    for (let index = 0; index < perTick(storm.requests); index += 1) {
      sent += 1;
      const link = links[(phase + index) % clients];
      void link?.ask(index % 2 === 0 ? 'status' : 'calls', {}).catch(() => undefined);
    }
  }, tickMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await joining;
      for (const link of links) link.close();
      return sent;
    },
  };
}
