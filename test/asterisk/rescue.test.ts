// The rescue on a real Asterisk: who waits for a daemon that is dead, or hangs, goes to the fall-back; who talks talks on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { givenCaller, labSkip, until } from '../../lab/given.js';
import { type Caller, type Floor, givenFloor } from './floor.js';

const flows = ['n1', 'care-fr'];
const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { n1: 1 } }
  - { phone: PJSIP/103, name: Chloe, skills: { care-fr: 1 } }
flows:
  n1: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n1 }], shortTalk: 0s }
  care-fr: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: care-fr }], shortTalk: 0s }
`;
/** Longer than any test: whoever is in the fall-back was rescued, not let go. */
const deadmanSeconds = 120;
const skip = await labSkip();
const program = fileURLToPath(new URL('../../src/rescue.js', import.meta.url));

type Environment = Readonly<Record<string, string>>;

async function rescue({ plateau }: Floor, args: readonly string[], environment: Environment) {
  const child = spawn(process.execPath, [program, '--socket', plateau.socket, '--lang', 'en', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  return { code, said };
}

/** Ends of the fall-back's records by reason, from queue_log. */
async function away({ asterisk }: Floor): Promise<readonly string[]> {
  return (await asterisk.queueLog()).flatMap(line => {
    const [, , , , event, why, flow] = line.split('|');
    return event === 'PLATEAUAWAY' ? [`${why} ${flow}`] : [];
  });
}

async function talk(floor: Floor, agent: string): Promise<Caller> {
  const caller = await floor.calls('n1');
  await floor.until('call-offered', { call: caller.call });
  const rings = await until('a phone rings', () =>
    [agent].find(id =>
      floor
        .phone(id)
        .calls()
        .some(call => call.end === undefined && call.answeredAtMs === undefined),
    ),
  );
  await floor.phone(rings).answer();
  await floor.until('call-bridged', { call: caller.call });
  return caller;
}

t.test(
  'kill -9 with five waiting, one whose phone rings and two talking: all who wait are in the fall-back at once',
  { skip, timeout: 120_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102', '103'], deadmanSeconds });
    const { plateau, asterisk, phone } = floor;
    const talking: Caller[] = [];
    for (const agent of ['101', '102']) {
      await floor.logIn(agent);
      talking.push(await talk(floor, agent));
    }
    const waiting: Caller[] = [];
    for (let count = 0; count < 4; count += 1) waiting.push(await floor.calls('n1'));
    await floor.logIn('103');
    const offered = await floor.calls('care-fr');
    waiting.push(offered);
    await floor.rings('103', offered);
    const { ami } = asterisk;
    const secret = { PLATEAU_RESCUE_PASSWORD: ami.secret };

    const early = await rescue(floor, ['--site', plateau.siteFile], secret);
    t.equal(early.code, 3, 'a daemon that lives is not robbed of its callers');
    t.match(early.said, /a plateaud answers/);
    t.strictSame(await away(floor), []);

    await plateau.kill();
    await asterisk.cli('dialplan set global PLATEAU_BACK 9999999999');
    const first = await rescue(
      floor,
      ['--site', '/nowhere.yaml', '--host', ami.host, '--port', String(ami.port)],
      secret,
    );
    t.equal(first.code, 0, first.said);
    t.match(
      first.said,
      /5 waiting caller\(s\) sent to the fall-back, 0 could not be; 2 talk\(s\) go on; 1 idle leg/,
    );
    t.match(first.said, /plateau-rescue@127\.0\.0\.1:\d+, as told/);
    t.strictSame((await away(floor)).toSorted(), [
      'rescued care-fr',
      'rescued n1',
      'rescued n1',
      'rescued n1',
      'rescued n1',
    ]);
    const queue = await asterisk.cli('queue show plateau-fallback');
    t.match(queue, /plateau-fallback has 5 calls/);
    for (const caller of [...waiting, ...talking]) t.equal(caller.calls()[0]?.end, undefined, 'still there');
    t.equal(phone('101').calls()[0]?.end, undefined, 'the first talk goes on');
    t.equal(phone('102').calls()[0]?.end, undefined, 'the second talk goes on');

    const second = await rescue(floor, ['--site', plateau.siteFile], secret);
    t.equal(second.code, 0);
    t.match(second.said, / 0 waiting caller\(s\) sent to the fall-back, 0 could not be; 2 talk\(s\) go on/);
    t.match(second.said, /from the site file/);
    t.equal((await away(floor)).length, 5, 'nobody is moved twice');

    const newcomer = await givenCaller(t, asterisk, { number: '6000' });
    await until('a new caller is in the fall-back', async () => (await away(floor)).includes('away n1'));
    await newcomer.hangUp();

    const [alone] = talking;
    await phone('101').hangUp();
    await until('his agent has gone', () => phone('101').calls()[0]?.end !== undefined);
    const third = await rescue(floor, ['--site', plateau.siteFile], {});
    t.match(third.said, / 1 waiting caller\(s\) .*; 1 talk\(s\) go on/, 'whose talk has ended is next');
    t.match(third.said, /plateau@/, 'the daemon’s own user does where the rescue has none');
    t.equal(alone?.calls()[0]?.end, undefined);
    for (const caller of [...waiting, ...talking]) await caller.hangUp();
  },
);

t.test(
  'a daemon that hangs, with a caller who hears an announcement; and an Asterisk that refuses',
  { skip, timeout: 120_000 },
  async t => {
    const announcing = site.replace(
      'agents: n1 }], shortTalk: 0s }',
      'agents: n1 }], shortTalk: 0s, announcements: { first: 5s, every: 15s, position: true } }',
    );
    const floor = await givenFloor(t, { site: announcing, flows, agents: ['101'], deadmanSeconds });
    const { plateau, asterisk } = floor;
    const caller = await floor.calls('n1');
    await until('he hears something', async () => / Playing '/.test(await asterisk.log()));
    plateau.signal('SIGSTOP');
    t.teardown(async () => plateau.signal('SIGCONT'));
    const { ami } = asterisk;
    const blindly = ['--site', '/nowhere.yaml', '--host', ami.host, '--port', String(ami.port)];
    const wrong = await rescue(floor, blindly, { PLATEAU_RESCUE_PASSWORD: 'nonsense' });
    t.equal(wrong.code, 1);
    t.match(wrong.said, /nobody could be rescued .*refuses the user or the secret/s);
    t.notMatch(wrong.said, /nonsense/);
    t.strictSame(await away(floor), []);
    const good = await rescue(floor, ['--site', plateau.siteFile], { PLATEAU_RESCUE_PASSWORD: 'nonsense' });
    t.equal(good.code, 0, good.said);
    t.match(
      good.said,
      /plateau-rescue@.*refused[\s\S]* 1 waiting caller.*plateau@/,
      'the daemon’s own user does where the rescue’s is wrong',
    );
    await until('he is there', async () => (await away(floor)).length === 1);
    plateau.signal('SIGCONT');
    await floor.until('call-ended', { call: caller.call, end: 'fallback' });
    t.equal(caller.calls()[0]?.end, undefined, 'the daemon comes back and leaves him where he is');
    await caller.hangUp();
  },
);
